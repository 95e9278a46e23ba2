import { mkdir, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { isRecord, readRecord } from "./run-record.ts";
import { runJson, writtenRecord } from "./testing/run-json.ts";

const within = temporaryFolder();

it("reads settings, data, results, findings and notes", async () => {
  await mkdir(within("a"));
  await writeFile(within("a", "notes.jsonl"), '{"time":"2026-01-31T12:00:00.000Z","text":"good"}\n');
  const findings = [{ id: "rate-too-high", severity: "warning", sentence: "Lower it." }, { no: 1 }];
  const run = await writtenRecord(within("a"), { more: { findings } });
  expect(run.settings.get("hidden")).toBe("32");
  expect(Object.fromEntries(run.data)).toEqual({
    name: "garments",
    trainExamples: 480,
    validationExamples: 120,
    testExamples: 200,
    "fingerprints.train": "e9dce8e412492b10",
    "fingerprints.test": "35a91e6f355bc23f",
  });
  expect([run.results.get("testAccuracy"), run.results.get("classAccuracy.Bag")]).toEqual([0.25, 0.5]);
  expect([run.parameters, run.findings, run.notes.map(({ text }) => text)]).toEqual([25450, [findings[0]], ["good"]]);
});

it("reads a result that is not finite, and trials of sweeps", async () => {
  const run = await writtenRecord(within("a"), { results: { testLoss: null } });
  expect(run.results.get("testLoss")).toBeNaN();
  const scores = { validationLoss: 1.5 };
  const trial = await writtenRecord(within("b"), {
    settings: { kind: "network" },
    results: { scores, status: "finished", updates: 7 },
  });
  expect(["validationLoss", "steps", "status", "scores"].map((name) => trial.results.get(name))).toEqual([
    1.5,
    7,
    undefined,
    undefined,
  ]);
  expect(trial.settings.has("kind")).toBe(false);
});

it("says what is wrong with a folder, wherever its run.json ends", async () => {
  const whole = JSON.stringify(runJson());
  for (const end of [0, 1, 10, whole.length >> 1, whole.length - 1]) {
    await writeFile(within("run.json"), whole.slice(0, end));
    expect(await readRecord(within())).toEqual({ folder: within(), why: `${within("run.json")} is no whole JSON` });
  }
  for (const text of ["3", "null", "[]", "{}", '{"settings":{}}', '{"settings":3,"status":"finished"}']) {
    await writeFile(within("run.json"), text);
    expect(await readRecord(within())).toMatchObject({ why: `${within("run.json")} is not that of a run` });
  }
  await writeFile(within("run.json"), '{"settings":{},"status":"training"}');
  expect(isRecord(await readRecord(within()))).toBe(true);
});
