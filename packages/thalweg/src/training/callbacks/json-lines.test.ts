import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJsonLines } from "../../events/index.ts";
import type { Probe } from "../probe.ts";
import { jsonLines } from "./json-lines.ts";
import { epochRecord, FakeFitting, fakeAbout, stepRecord } from "./testing/fake-fitting.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

class GoingOn extends FakeFitting {
  override batch = 1;
  override readonly about = { ...fakeAbout, steps: 1 };
}

const probe: Probe = {
  step: 2,
  learningRate: 0.1,
  examples: 8,
  loss: 1,
  gradientNorm: Infinity,
  weightNorm: 2,
  updateNorm: 1,
  parameters: [],
  layers: [],
};
const gradients = { w: { shape: [1], values: Float32Array.of(1) } };
const step = { kind: "step", epoch: 1, learningRate: 0.1, metrics: {} };

describe("jsonLines", () => {
  it("writes what happens, in order, and what others add", async () => {
    const path = join(folder, "run", "log.jsonl");
    const callback = jsonLines(path, { setup: ({ about }) => ({ parameters: about.parameters }) });
    const fitting = new FakeFitting();
    await callback.onTrainBegin?.(fitting);
    expect(await readFile(path, "utf8")).toBe('{"kind":"setup","parameters":1}\n');
    await callback.onStepEnd?.(stepRecord(1, { epoch: 1, loss: 0.5, metrics: { accuracy: 0.25 } }), fitting);
    const skipped = "a gradient is not finite";
    await callback.onStepEnd?.(
      stepRecord(2, { epoch: 1, loss: Number.NaN, skipped, probe: { ...probe, gradients } }),
      fitting,
    );
    await callback.write({ kind: "finding", id: "diverging", step: 2 });
    const record = epochRecord(1, { validation: { loss: 0.75, metrics: {} } });
    await callback.onEpochEnd?.(record, fitting);
    await callback.onTrainEnd?.([record], fitting);
    expect(await readJsonLines(path)).toEqual([
      { kind: "setup", parameters: 1 },
      { ...step, step: 1, batch: 1, loss: 0.5, metrics: { accuracy: 0.25 } },
      { ...step, step: 2, batch: 2, loss: Number.NaN, skipped },
      { kind: "probe", ...probe },
      { kind: "finding", id: "diverging", step: 2 },
      { kind: "epoch", ...record },
      { kind: "end", step: 4, epochs: 1 },
    ]);
  });

  it("replaces what came after the updates that a fit goes on from, and everything where it begins anew", async () => {
    const path = join(folder, "log.jsonl");
    const callback = jsonLines(path);
    const losses = async () => (await readJsonLines(path))?.map(({ kind, loss, step }) => [kind, loss ?? step]);
    await callback.onTrainBegin?.(new FakeFitting());
    const fitting = new FakeFitting();
    for (const batch of [1, 2, 3]) await callback.onStepEnd?.(stepRecord(batch, { epoch: 1, loss: batch }), fitting);
    await callback.onTrainBegin?.(new GoingOn());
    await callback.onStepEnd?.(stepRecord(2, { epoch: 1, loss: 20 }), fitting);
    await callback.flush();
    expect(await losses()).toEqual([
      ["step", 1],
      ["resume", 1],
      ["step", 20],
    ]);
    await callback.onTrainBegin?.(fitting);
    expect(await losses()).toEqual([["resume", 0]]);
    await callback.onTrainEnd?.([], new GoingOn());
    expect((await losses())?.at(-1)).toEqual(["end", 1]);
  });
});
