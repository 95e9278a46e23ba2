import { describe, expect, it } from "vitest";
import type { Observations } from "../observations.ts";
import type { Setup } from "../setup.ts";
import { epochAt, factsOf, probeAt, seenOf, setupFor } from "../testing/seen.ts";
import { batchNormBatchOfOne } from "./batch-norm-batch-of-one.ts";

const { layers, optimizer } = setupFor();
const normalized = [...layers, { path: "batchNorm", kind: "batchNorm", outputShape: [8], parameters: {} }];

const judged = (setup: Partial<Setup>, changes: Partial<Observations> = {}) =>
  batchNormBatchOfOne.judge(seenOf({ setup: setupFor({ layers: normalized, ...setup }), ...changes }));

describe("batch normalization over few examples", () => {
  it("is one over three or fewer", () => {
    expect(judged({ batchSize: 4, batchesPerEpoch: 250 })).toBeUndefined();
    expect(judged({ batchSize: 3 })).toMatchObject({
      sentence: expect.stringMatching(/^batchNorm takes its mean and deviation from batches of 3 examples/),
      evidence: [{ value: 3, limit: 4 }],
      confidence: 0.95,
    });
    expect(judged({ batchSize: 1 })?.sentence).toMatch(/batches of 1 example:/);
    expect(judged({ batchSize: 2, layers })).toBeUndefined();
  });

  it("shows how validation differs from training", () => {
    const epochs = [epochAt(1, { loss: 0.7, validation: { loss: 1.4, metrics: {} } })];
    expect(judged({ batchSize: 2 }, { epochs })?.evidence.map(({ value }) => value)).toEqual([2, 0.7, 1.4]);
  });

  it("counts one batch, not those that make an update together", () => {
    const verdict = judged({ batchSize: 2, optimizer: { ...optimizer, microBatches: 16 } });
    expect(verdict?.evidence[1].value).toBe(16);
    expect(verdict?.confidence).toBe(0.7);
  });

  it("is told of a stream by what was seen", () => {
    const stream = setupFor({ layers: normalized });
    const { data: _, ...setup } = stream;
    const probes = [1, 2, 3].map((step) => probeAt(step, { examples: 2 }));
    expect(batchNormBatchOfOne.judge(seenOf({ setup, probes }))).toBeDefined();
    expect(batchNormBatchOfOne.judge(seenOf({ setup }))).toBeUndefined();
  });

  it("is advice for a short last batch that is kept", () => {
    const data = factsOf({ examples: 1001 });
    expect(judged({ data, batchSize: 50, batchesPerEpoch: 21 })).toMatchObject({
      severity: "advice",
      sentence: expect.stringMatching(/^The last batch of each epoch has 1 example and the others 50/),
    });
    expect(judged({ data, batchSize: 50, batchesPerEpoch: 20 })).toBeUndefined();
    expect(judged({ data: factsOf({ examples: 1004 }), batchSize: 50, batchesPerEpoch: 21 })).toBeUndefined();
  });
});
