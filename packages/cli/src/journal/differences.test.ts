import fc from "fast-check";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { changesIn, type Difference, differencesOf } from "./differences.ts";
import type { RunRecord } from "./run-record.ts";
import { type Written, writtenRecord } from "./testing/run-json.ts";

const within = temporaryFolder();

const between = async (...written: readonly Written[]): Promise<readonly Difference[]> => {
  const runs: RunRecord[] = [];
  for (const [index, each] of written.entries()) runs.push(await writtenRecord(within(String(index)), each));
  return differencesOf(runs);
};

const settings = (changes: Written["settings"]): Written => ({ settings: changes });
const constant = (rate: number) => ({ learningRate: rate, schedule: { kind: "constant", value: rate } });

it("names a setting with both values, nested ones too, and what is not set", async () => {
  const found = await between(settings({ set: { beta1: "0.8" } }), settings({ clip: 1, hidden: [64, 32] }));
  expect(found).toEqual([
    { name: "hidden", kind: "knob", values: ["32", "64,32"] },
    { name: "set.beta1", kind: "knob", values: [0.8, undefined] },
    { name: "clip", kind: "knob", values: [undefined, 1] },
  ]);
  expect(changesIn(found)).toEqual(["hidden", "set.beta1", "clip"]);
});

it("tells chance, places and versions from knobs", async () => {
  const more = { device: { name: "wasm", threads: 8, blas: { name: "OpenBLAS" } }, versions: { thalweg: "0.2.0" } };
  const found = await between({}, { settings: { seed: 1, threads: 8 }, more });
  expect(changesIn(found)).toEqual([]);
  expect(found.filter(({ kind }) => kind === "chance").map(({ name }) => name)).toEqual(["seed"]);
  expect(found.filter(({ kind }) => kind === "place").map(({ name }) => name)).toEqual([
    ...["threads", "device.threads", "device.sharedMemory", "device.relaxedFma", "device.blas.name"],
    ...["versions.thalweg", "versions.cli", "versions.node"],
  ]);
});

const cosine = (peak: number, total: number) => ({ kind: "cosine", peak, total });
const warmed = (warmup: number, after: object) => ({ kind: "warmup", warmup, schedule: after });

it.each<[string, Written["settings"], Written["settings"], readonly string[]]>([
  ["a rate", constant(1e-3), constant(1e-2), ["learningRate"]],
  ["an optimizer with its own rate", {}, { optimizer: "sgd", ...constant(0.01) }, ["optimizer"]],
  ["an optimizer and a rate", {}, { optimizer: "sgd", ...constant(0.3) }, ["optimizer", "learningRate"]],
  ["a course", {}, { schedule: cosine(1e-3, 8) }, ["schedule"]],
  [
    "a course and its rate",
    { schedule: { kind: "linear", initial: 1e-3, total: 8 } },
    { schedule: cosine(1e-2, 8), learningRate: 1e-2 },
    ["schedule", "learningRate"],
  ],
  [
    "the epochs of a scheduled run",
    { schedule: warmed(1, cosine(1e-3, 7)) },
    { epochs: 20, schedule: warmed(4, cosine(1e-3, 76)) },
    ["epochs"],
  ],
  [
    "the warmup",
    { schedule: cosine(1e-3, 8) },
    { warmup: { steps: 2 }, schedule: warmed(2, cosine(1e-3, 6)) },
    ["warmup"],
  ],
  [
    "the schedule by --set",
    { set: { learningRate: "linear:initial=1,total=8" }, learningRate: 1, schedule: { kind: "linear", initial: 1 } },
    { set: { learningRate: "cosine:peak=2,total=8" }, learningRate: 2, schedule: cosine(2, 8) },
    ["set.learningRate"],
  ],
])("finds that only %s was chosen", async (_, one, other, changes) => {
  const found = await between(settings(one), settings(other));
  expect([...changesIn(found)].sort()).toEqual([...changes].sort());
});

it("takes data as one change, and what follows from their division as none", async () => {
  const prints = { train: "0000000000000000", test: "35a91e6f355bc23f" };
  const other = await between({}, { data: { fingerprints: prints, trainExamples: 500 } });
  expect(other.map(({ name, kind, because }) => [name, kind, because])).toEqual([
    ["data.trainExamples", "consequence", "data.fingerprints.train"],
    ["data.fingerprints.train", "data", undefined],
  ]);
  expect(changesIn(other)).toEqual(["the data"]);
  const split = await between({}, { settings: { validationSplit: 0.5 }, data: { trainExamples: 300 } });
  expect(split.map(({ name, because }) => [name, because])).toEqual([
    ["validationSplit", undefined],
    ["data.trainExamples", "validationSplit"],
  ]);
  expect(changesIn(split)).toEqual(["validationSplit"]);
  const fewer = await between({}, { settings: { trainExamples: 500 }, data: { fingerprints: prints } });
  expect(changesIn(fewer)).toEqual(["trainExamples"]);
  const dataset = await between(
    {},
    { settings: { dataset: "fashion-mnist" }, data: { name: "fashion-mnist", testExamples: 1 } },
  );
  expect(changesIn(dataset)).toEqual(["the data"]);
});

it("knows that the seed divides the rows of a table, but not pictures", async () => {
  const prints = { train: "1", test: "2" };
  const table = { name: "csv", file: "houses.csv" };
  const seeds = await between({ data: table }, { settings: { seed: 1 }, data: { ...table, fingerprints: prints } });
  expect(changesIn(seeds)).toEqual([]);
  expect(changesIn(await between({}, { settings: { seed: 1 }, data: { fingerprints: prints } }))).toEqual(["the data"]);
});

it("compares more than two runs at once", async () => {
  const found = await between({}, settings({ batchSize: 32 }), settings({ batchSize: "all" }));
  expect(found).toEqual([{ name: "batchSize", kind: "knob", values: [128, 32, "all"] }]);
});

it("finds exactly the settings that differ, whichever run comes first", async () => {
  const [base] = [await writtenRecord(within("base"))];
  const name = fc.stringMatching(/^[a-z]{3,6}\d$/);
  const facts = fc.dictionary(name, fc.oneof(fc.integer(), fc.constantFrom("x", "y"), fc.boolean()), { maxKeys: 6 });
  fc.assert(
    fc.property(facts, facts, (one, other) => {
      const runOf = (own: typeof one): RunRecord => ({ ...base, settings: new Map(Object.entries(own)) });
      const found = differencesOf([runOf(one), runOf(other)]);
      const expected = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
        (each) => one[each] !== other[each],
      );
      expect(found.map((each) => each.name).sort()).toEqual(expected.sort());
      for (const each of found) expect(each.values).toEqual([one[each.name], other[each.name]]);
      const back = differencesOf([runOf(other), runOf(one)]);
      expect(changesIn(back).toSorted()).toEqual(changesIn(found).toSorted());
      expect(differencesOf([runOf(one), runOf(one)])).toEqual([]);
    }),
  );
});
