/** The pieces of adding-an-optimizer.md do, in a copy of the library's sources, what the page says of them. */
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { read } from "./testing/blocks.ts";
import { typeErrors } from "./testing/type-check.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const library = "packages/thalweg";
const catalogue = `${library}/src/optimizers/catalogue`;

/** Each heading that names a file, with the code below it. */
const pieces = [
  ...read(join(root, "docs/adding-an-optimizer.md")).matchAll(
    /^## .*`(packages\/.*)`\n+```ts no-run\n([\s\S]*?)^```$/gm,
  ),
].map(([, path, source]) => ({ path, source }));
const [recipe, test, line] = pieces;

/** Tests that every optimizer of the registry has to pass. */
const sharedTests = [
  "optimizers/catalogue/catalogue",
  "optimizers/float32",
  "optimizers/one-pass",
  "training/every-optimizer",
].map((name) => `src/${name}.test.ts`);

const config = `import { defaultServerConditions } from "vite";
export default {
  cacheDir: ".cache",
  ssr: { resolve: { conditions: ["thalweg-source", ...defaultServerConditions] } },
  test: { include: ["src/**/*.test.ts"], testTimeout: 60_000 },
};
`;

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    /** Why the file could not be run. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs the tests of some files whose names contain `name`: how many passed, by file, and why others did not. */
const results = (folder: string, name: string, files: readonly string[]) => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const options = ["--root", folder, "--reporter=json", "--outputFile=report.json", "-t", name];
  const { stderr } = spawnSync(process.execPath, [vitest, "run", ...options, ...files], {
    cwd: folder,
    encoding: "utf8",
  });
  if (!existsSync(join(folder, "report.json"))) throw new Error(stderr);
  const { testResults }: Report = JSON.parse(read(join(folder, "report.json")));
  const failures = testResults.flatMap(({ message, assertionResults }) => [
    message,
    ...assertionResults.flatMap(({ fullName, failureMessages }) =>
      failureMessages.map((failure) => `${fullName}: ${failure}`),
    ),
  ]);
  const passed = testResults.map(({ name: path, assertionResults }) => [
    relative(folder, path),
    assertionResults.filter(({ status }) => status === "passed").length,
  ]);
  return { failures: failures.filter((failure) => failure !== ""), passed: Object.fromEntries(passed) };
};

let copy = "";

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "thalweg-copy-"));
  const isSource = (path: string): boolean => !/[/\\](dist|node_modules)$/.test(path);
  cpSync(join(root, library), join(copy, library), { recursive: true, filter: isSource });
  cpSync(join(root, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  writeFileSync(join(copy, library, "vitest.config.js"), config);
  for (const { path, source } of [recipe, test]) writeFileSync(join(copy, path), source);
  appendFileSync(join(copy, line.path), line.source);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it("are three: the optimizer, its test, and one line of the catalogue", () => {
  expect(pieces.map(({ path }) => path)).toEqual(
    ["power-sign.ts", "power-sign.test.ts", "index.ts"].map((file) => `${catalogue}/${file}`),
  );
  expect(line.source.trimEnd().split("\n").length).toBe(1);
});

it("pass their own tests, the registry's entry among them, and those that every optimizer must pass", () => {
  const own = test.path.slice(library.length + 1);
  const { failures, passed } = results(join(copy, library), "powerSign", [own, ...sharedTests]);
  expect(failures).toEqual([]);
  expect(Object.keys(passed).sort()).toEqual([own, ...sharedTests].sort());
  expect(passed[own]).toBe(test.source.match(/^ {2}it\(/gm)?.length);
  for (const file of sharedTests) expect(passed[file], file).toBeGreaterThan(0);
});

it("have the right types", () => {
  const files = new Map([recipe, test].map(({ path, source }) => [join(root, path), source] as const));
  files.set(join(root, line.path), read(join(root, line.path)) + line.source);
  expect(typeErrors(files, root)).toEqual([]);
});
