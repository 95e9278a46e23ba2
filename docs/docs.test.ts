/** Every program in Markdown pages and every example of the library's documentation comments runs and has types. */
import { mkdtempSync, rmSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as thalweg from "thalweg";
import * as tensorRoom from "thalweg/tensor";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { docstringPrograms, filesIn, markdownPrograms, type Program, read } from "./testing/blocks.ts";
import { examplesScope, moduleOf, writeGarments, writeSamples } from "./testing/examples-scope.ts";
import { runProgram } from "./testing/run-program.ts";
import { typeErrors } from "./testing/type-check.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const inPages = ["README.md", "packages/thalweg/README.md", ...filesIn("docs", ".md")].flatMap((page) =>
  markdownPrograms(page, read(page)),
);

const sources = "packages/thalweg/src";
const rooms = [...read(`${sources}/index.ts`).matchAll(/export \* from "\.\/(\w+)\//g)].map(([, room]) => room);
const inComments = rooms.flatMap((room) =>
  filesIn(`${sources}/${room}`, ".ts").flatMap((path) =>
    docstringPrograms(path, read(path)).map((program) => ({ ...program, room })),
  ),
);

const named = <P extends Program>(programs: readonly P[]) =>
  programs.map((program) => [program.place, program] as const);

const modules = { thalweg, "thalweg/tensor": tensorRoom, "node:fs/promises": fs };
let scope: object = {};
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thalweg-docs-"));
  process.chdir(folder);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await writeGarments("data/fashion-mnist");
  await writeSamples("data");
  scope = await examplesScope();
});

afterAll(() => {
  vi.restoreAllMocks();
  process.chdir(root);
  rmSync(folder, { recursive: true });
});

describe("pages", () => {
  it.each(named(inPages))("%s", async (_, { source }) => {
    expect(await runProgram(source, { modules, given: {} })).toEqual([]);
  });
});

describe("documentation comments", () => {
  it.each(named(inComments))("%s", async (_, { source, room }) => {
    const given = { ...thalweg, ...(room === "tensor" ? tensorRoom : {}), ...scope };
    expect(await runProgram(source, { modules, given })).toEqual([]);
    tensorRoom.useDevice("wasm");
  });
});

it("programs have the right types", () => {
  // A TypeScript file beside the one the program is in.
  const pathOf = ({ place }: Program) => join(root, place.replace(/\.(md|ts):(\d+)$/, ".line$2.example.ts"));
  const files = new Map([
    ...inPages.map((program) => [pathOf(program), `${program.source}\nexport {};\n`] as const),
    ...inComments.map((program) => [pathOf(program), moduleOf(program, scope)] as const),
  ]);
  expect(typeErrors(files, root)).toEqual([]);
});
