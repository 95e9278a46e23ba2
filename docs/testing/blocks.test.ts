import { expect, it } from "vitest";
import { docstringPrograms, markdownPrograms } from "./blocks.ts";

const fenced = (mark: string, ...lines: string[]) => [`\`\`\`${mark}`, ...lines, "```", ""];

it("joins blocks until the next import, and leaves out fragments and those marked so", () => {
  const text = [
    "# Title",
    ...fenced("ts", 'import { a } from "m";', "a();"),
    "Words.",
    ...fenced("ts", "a(2);"),
    ...fenced("ts no-run", "download();"),
    ...fenced("ts", "train({ … });"),
    ...fenced("sh", "npm start"),
    ...fenced("ts", 'import { b } from "m";'),
  ].join("\n");
  expect(markdownPrograms("page.md", text)).toEqual([
    { place: "page.md:3", source: 'import { a } from "m";\na();\na(2);\n' },
    { place: "page.md:25", source: 'import { b } from "m";\n' },
  ]);
});

it("finds examples in documentation comments", () => {
  const text = "/**\n * What it does.\n *\n * @example\n * f({\n *   x: 1,\n * }); // 2\n */\nexport const f = g;\n";
  expect(docstringPrograms("f.ts", text)).toEqual([{ place: "f.ts:5", source: "f({\n  x: 1,\n}); // 2\n" }]);
});
