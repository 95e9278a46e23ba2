import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { checkRooms, readRooms } from "./rooms.js";

const script = fileURLToPath(new URL("./check-rooms.js", import.meta.url));
const layout = `# Layout

| other | table |
|---|---|
| \`decoy\` | not a room |

## Rooms

| room | holds |
|---|---|
| \`platform\` | what differs |
| \`errors\` | errors |
| \`kernels\`    | loops, in a padded table |

## Flow

| \`later\` | not a room either |
`;
const sound = {
  "docs/layout.md": layout,
  "packages/thalweg/src/index.ts": 'export * from "./kernels/index.ts";\n',
  "packages/thalweg/src/platform/node.ts": 'import "node:v8";\n',
  "packages/thalweg/src/errors/index.ts": 'export * from "./error.ts";\n',
  "packages/thalweg/src/kernels/index.ts": 'import { name } from "#platform";\nexport * from "../errors/index.ts";\n',
  "packages/thalweg/src/errors/error.test.ts": 'import "../kernels/index.ts";\nimport "node:fs";\n',
  "packages/thalweg/src/errors/testing/sample.ts": 'import "../../kernels/index.ts";\n',
  "packages/cli/src/main.ts": 'import { readFile } from "node:fs/promises";\nimport "thalweg";\n',
};

/** The problems of the sound tree with some files changed or added. */
const problemsWith = (changes: Record<string, string>) => {
  const { "docs/layout.md": rooms, ...files } = { ...sound, ...changes };
  const sources = Object.entries(files).map(([path, text]) => ({ path: path.slice("packages/".length), text }));
  return checkRooms(readRooms(rooms), sources);
};

describe("check-rooms.js", () => {
  let root = "";
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const run = (files: Record<string, string>) => {
    root = mkdtempSync(join(tmpdir(), "thalweg-rooms-"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
    return { status, stderr: stderr.trim(), stdout: stdout.trim() };
  };

  it("exits with 0 on a sound tree", () => {
    expect(run(sound)).toEqual({ status: 0, stderr: "", stdout: "3 rooms, 7 files, 0 problems" });
  });

  it("exits with 1 and prints the problem of an unsound one", () => {
    const { status, stderr, stdout } = run({
      ...sound,
      "packages/thalweg/src/errors/error.ts": 'import "#platform";\nimport "../kernels/index.ts";\n',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "3 rooms, 8 files, 1 problems" });
    expect(stderr).toMatch(
      /^packages\/thalweg\/src\/errors\/error.ts:2: "\.\.\/kernels\/index.ts": errors comes before kernels/,
    );
  });
});

describe("checkRooms", () => {
  it("passes a sound tree, whose tests import from anywhere", () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each([
    ["static", 'import { k } from "../kernels/index.ts";'],
    ["type-only", 'import type { K } from "../kernels/index.ts";'],
    ["re-exported", 'export { k } from "../kernels/index.ts";'],
    ["dynamic", 'const k = await import("../kernels/index.ts");'],
  ])("names file, line, import and rule of a %s import of a later room", (_kind, line) => {
    const problems = problemsWith({ "packages/thalweg/src/errors/error.ts": `// why\n${line}\n` });
    expect(problems).toEqual([
      'packages/thalweg/src/errors/error.ts:2: "../kernels/index.ts": errors comes before kernels in docs/layout.md; ' +
        "a room imports only from rooms before it",
    ]);
  });

  it("sees later rooms behind the package's own name, and the root", () => {
    const text = 'import "thalweg/kernels";\nimport "thalweg";\nimport "../index.ts";\n';
    const problems = problemsWith({ "packages/thalweg/src/errors/error.ts": text });
    expect(problems.map((problem) => problem.split(": ")[1])).toEqual([
      '"thalweg/kernels"',
      '"thalweg"',
      '"../index.ts"',
    ]);
  });

  it("ignores imports in comments and strings", () => {
    const text = '/** import { k } from "../kernels/index.ts" */\nexport const s = `import "../kernels/index.ts"`;\n';
    expect(problemsWith({ "packages/thalweg/src/errors/error.ts": text })).toEqual([]);
  });

  it("rejects a folder that the list lacks, and a listed room without a folder", () => {
    const problems = problemsWith({
      "docs/layout.md": layout.replace("\n## Flow", "| `graph` | nodes |\n\n## Flow"),
      "packages/thalweg/src/extra/index.ts": 'import "../kernels/index.ts";\n',
    });
    expect(problems).toEqual([
      "packages/thalweg/src/extra: not in the table of rooms in docs/layout.md",
      "docs/layout.md: graph is in the table of rooms but has no folder in packages/thalweg/src",
    ]);
  });

  it("rejects relative imports of another package, from either side", () => {
    const problems = problemsWith({
      "packages/cli/src/main.ts": 'import "../../thalweg/src/index.ts";\n',
      "packages/thalweg/src/errors/error.ts": 'import "../../../cli/src/main.ts";\n',
    });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "packages/cli/src/main.ts",
      "packages/thalweg/src/errors/error.ts",
    ]);
    expect(problems[0]).toContain("stays inside its package");
  });

  it("keeps Node's modules in platform", () => {
    const problems = problemsWith({ "packages/thalweg/src/kernels/index.ts": 'import { readFile } from "node:fs";\n' });
    expect(problems).toEqual([
      'packages/thalweg/src/kernels/index.ts:1: "node:fs": only platform imports Node\'s modules, ' +
        "so that bundles for browsers hold none of them",
    ]);
  });
});
