/** Every expression of the glossary has types and gives something. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { terms } from "../packages/cli/src/glossary/glossary.ts";
import { typeErrors } from "./testing/type-check.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const shown = terms.flatMap(({ name, code }) => (code === undefined ? [] : [{ name, code }]));

/** Names of the library in an expression. */
const namesIn = (code: string): readonly string[] => [
  ...new Set(
    [...code.replace(/"[^"]*"|\/[^/]*\//g, "").matchAll(/(?<![.\w])[A-Za-z]\w*(?!\w*:)/g)].map(([name]) => name),
  ),
];

it("has expressions that the type checker takes", async () => {
  const thalweg: Readonly<Record<string, unknown>> = await import("thalweg");
  const files = new Map(
    shown.map(({ code }, index) => {
      const names = namesIn(code).filter((name) => name in thalweg || name === "Tensor");
      const imports = `import { ${names.map((name) => (name === "Tensor" ? "type Tensor" : name)).join(", ")} } from "thalweg";`;
      return [join(root, `docs/term${index}.example.ts`), `${imports}\nexport const shown = ${code};\n`] as const;
    }),
  );
  expect(typeErrors(files, root)).toEqual([]);
});

it.each(shown.map(({ name, code }) => [name, code] as const))("shows %s", async (_, code) => {
  const thalweg: Readonly<Record<string, unknown>> = await import("thalweg");
  const names = namesIn(code).filter((name) => name in thalweg);
  const run: unknown = new Function(...names, `return ${code.replaceAll(": Tensor", "")};`);
  if (typeof run !== "function") throw new Error(`${code} is no expression`);
  expect(run(...names.map((name) => thalweg[name]))).toBeDefined();
});
