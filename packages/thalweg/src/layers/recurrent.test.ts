import { beforeAll, describe, expect, it } from "vitest";
import { compile, ones, type Tensor, type Trace, tensor, useDevice, zeros } from "../tensor/index.ts";
import { dense } from "./dense.ts";
import { gru } from "./gru.ts";
import { parameterCount } from "./initial-values.ts";
import { initialNormal } from "./initializers/index.ts";
import type { Layer } from "./layer.ts";
import { lstm } from "./lstm.ts";
import { sequential } from "./sequential.ts";
import { simpleRnn } from "./simple-rnn.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const wave = (shape: readonly number[], pace = 0.7): Tensor =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => Math.sin((at + 1) * pace)),
    shape,
  );

const all: Readonly<Record<string, (options?: Parameters<typeof lstm>[1]) => Layer>> = {
  simpleRnn: (options) => simpleRnn(5, { ...options, activation: "relu" }),
  lstm: (options) => lstm(5, options),
  "gru, reset after": (options) => gru(5, options),
  "gru, reset before": (options) => gru(5, { ...options, resetAfter: false }),
};
// Weights large enough to reach where functions bend.
const strong = { kernelInitializer: initialNormal(1), recurrentInitializer: initialNormal(0.6) };

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe.each(Object.entries(all))("%s", (_, make) => {
  beforeAll(() => useDevice("reference"));

  it("gives every step or the last one, for any length", async () => {
    for (const [batch, time] of [
      [1, 1],
      [3, 7],
    ] as const) {
      const x = wave([batch, time, 3]);
      const [every, last] = [make({ returnSequences: true }), make()];
      expect(every.build([time, 3]).outputShape).toEqual([time, 5]);
      expect(last.build([time, 3]).outputShape).toEqual([5]);
      const [sequence, final] = [every, last].map((layer) => layer.apply(x, firstContext(layer, [time, 3])).y);
      expect(sequence.shape).toEqual([batch, time, 5]);
      expect(await final.data()).toEqual(await sequence.slice(null, -1).data());
    }
  });

  it("has the gradients of finite differences, with and without biases", async () => {
    for (const bias of [true, false]) {
      const layer = make({ ...strong, bias, returnSequences: true });
      const context = firstContext(layer, [4, 3]);
      const x = wave([2, 4, 3], 0.9);
      const f = ({ x: given, ...parameters }: Readonly<Record<string, Tensor>>) =>
        layer
          .apply(given, { ...context, parameters })
          .y.mul(wave([2, 4, 5], 1.1))
          .sum();
      await expectDifferences(f, { x, ...context.parameters });
    }
  });

  it("keeps one dropout mask for all steps of a sequence, in training only", async () => {
    const options = { ...strong, returnSequences: true, dropout: 0.5, recurrentDropout: 0.5 };
    const [dropping, whole] = [make(options), make({ ...strong, returnSequences: true })];
    const { parameters } = firstContext(whole, [6, 3]);
    const run = compile(
      ({ state, inputs, random, training }: Trace<Tensor, Tensor, never>) => ({
        state,
        outputs: dropping.apply(inputs, { parameters, state: {}, training, random }).y,
      }),
      { state: zeros([]) },
    );
    const x = wave([4, 6, 3]);
    const evaluated = await (await run.run({ inputs: x })).data();
    expect(evaluated).toEqual(await whole.apply(x, firstContext(whole, [6, 3])).y.data());
    const [first, again, next] = await Promise.all(
      [0, 0, 1].map(async (step) => (await run.run({ inputs: x, training: true, step })).data()),
    );
    expect(first).toEqual(again);
    expect(first).not.toEqual(next);
    expect(first).not.toEqual(evaluated);
  });
});

describe("recurrent layers", () => {
  beforeAll(() => useDevice("reference"));

  it("scale the inputs they hide others of as numbers, bytes too", async () => {
    const layer = simpleRnn(1, { activation: "relu", dropout: 0.2, bias: false });
    const parameters = { weight: ones([1, 1]), recurrentWeight: zeros([1, 1]) };
    const run = compile(
      ({ state, inputs, random }: Trace<Tensor, Tensor, never>) => ({
        state,
        outputs: layer.apply(inputs, { parameters, state: {}, training: true, random }).y,
      }),
      { state: zeros([]) },
    );
    const bytes = tensor(new Uint8Array(100).fill(250), [100, 1, 1]);
    const y = new Set(await (await run.run({ inputs: bytes })).data());
    expect([...y].sort((a, b) => a - b)).toEqual([0, 312.5]);
  });

  it("hide the same inputs in every step", async () => {
    // h = relu(x·1 + h·0): what comes out is what was seen.
    const layer = simpleRnn(4, { activation: "relu", returnSequences: true, dropout: 0.5, bias: false });
    const identity = tensor(
      Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 1 : 0)),
      [4, 4],
    );
    const parameters = { weight: identity, recurrentWeight: zeros([4, 4], "float64") };
    const run = compile(
      ({ state, inputs, random }: Trace<Tensor, Tensor, never>) => ({
        state,
        outputs: layer.apply(inputs, { parameters, state: {}, training: true, random }).y,
      }),
      { state: zeros([]) },
    );
    const [batch, time] = [50, 6];
    const y = await (
      await run.run({ inputs: tensor(new Float64Array(batch * time * 4).fill(1), [batch, time, 4]) })
    ).data();
    const at = (example: number, step: number, unit: number): number => y[(example * time + step) * 4 + unit];
    let kept = 0;
    for (let example = 0; example < batch; example++) {
      for (let unit = 0; unit < 4; unit++) {
        expect([0, 2]).toContain(at(example, 0, unit));
        kept += at(example, 0, unit) / 2;
        for (let step = 1; step < time; step++) expect(at(example, step, unit)).toBe(at(example, 0, unit));
      }
    }
    expect(Math.abs(kept / (batch * 4) - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(batch * 4));
  });

  it("begin with Glorot's uniform weights, orthogonal recurrent ones, and forget gates that remember", async () => {
    const { parameters } = lstm(6).build([9, 2]);
    const context = firstContext(lstm(6), [9, 2]);
    expect(await context.parameters.bias.data()).toEqual(
      Float64Array.from({ length: 24 }, (_, at) => (at >= 6 && at < 12 ? 1 : 0)),
    );
    const bound = Math.sqrt(6 / (2 + 24));
    const weight = await context.parameters.weight.data();
    expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(bound);
    const square = context.parameters.recurrentWeight.matmul(context.parameters.recurrentWeight.transpose());
    expect(
      await square
        .sub(
          tensor(
            Float64Array.from({ length: 36 }, (_, at) => (at % 7 === 0 ? 1 : 0)),
            [6, 6],
          ),
        )
        .abs()
        .max()
        .item(),
    ).toBeLessThan(1e-12);
    expect(Object.values(parameters).map(({ kind }) => kind)).toEqual(["weight", "weight", "bias"]);
    const plain = firstContext(lstm(6, { unitForgetBias: false }), [9, 2]);
    expect(await plain.parameters.bias.abs().max().item()).toBe(0);
    expect(parameterCount(lstm(6).build([9, 2]))).toBe(4 * 6 * (2 + 6 + 1));
    expect(parameterCount(gru(6).build([9, 2]))).toBe(3 * 6 * (2 + 6 + 2));
    expect(parameterCount(gru(6, { resetAfter: false }).build([9, 2]))).toBe(3 * 6 * (2 + 6 + 1));
    expect(parameterCount(simpleRnn(6).build([9, 2]))).toBe(6 * (2 + 6 + 1));
  });

  it("reset in a gru before the product as in the paper, after it as in torch", async () => {
    const [w, r, b] = [
      [0.5, -0.3, 0.8],
      [1.2, 0.7, -0.9],
      [0.1, 0.2, 0.3],
    ];
    const x = [1, -2];
    for (const resetAfter of [true, false]) {
      const recurrentBias = [0.4, -0.6, 0.9];
      const after = resetAfter ? recurrentBias : [0, 0, 0];
      const tensors = {
        weight: tensor(Float64Array.from(w), [1, 3]),
        recurrentWeight: tensor(Float64Array.from(r), [1, 3]),
        bias: tensor(Float64Array.from(b)),
        recurrentBias: tensor(Float64Array.from(after)),
      };
      let h = 0;
      for (const input of x) {
        const reset = sigmoid(w[0] * input + r[0] * h + b[0] + after[0]);
        const update = sigmoid(w[1] * input + r[1] * h + b[1] + after[1]);
        const inner = resetAfter ? reset * (r[2] * h + after[2]) : r[2] * (reset * h);
        const candidate = Math.tanh(w[2] * input + inner + b[2]);
        h = (1 - update) * candidate + update * h;
      }
      const layer = gru(1, { resetAfter });
      const { y } = layer.apply(tensor(Float64Array.from(x), [1, 2, 1]), {
        ...firstContext(layer, [2, 1]),
        parameters: tensors,
      });
      expect(await y.item()).toBeCloseTo(h, 14);
    }
  });

  it("stand on one another", async () => {
    const model = sequential([
      lstm(4, { returnSequences: true }),
      gru(3, { returnSequences: true }),
      simpleRnn(2),
      dense(1),
    ]);
    const { y } = model.apply(wave([3, 5, 2]), firstContext(model, [5, 2]));
    expect(y.shape).toEqual([3, 1]);
    expect(Object.keys(model.build([5, 2]).parameters)).toContain("gru/recurrentBias");
  });

  it("say what they do not take", () => {
    expect(() => lstm(0)).toThrow("lstm: units must be a positive integer, got 0");
    expect(() => gru(3, { dropout: 1 })).toThrow("gru: dropout must be in [0, 1), got 1");
    expect(() => gru(3, { recurrentDropout: -1 })).toThrow("gru: recurrentDropout must be in [0, 1), got -1");
    expect(() => simpleRnn(3, { activation: "sigmoid" as "tanh" })).toThrow(
      'simpleRnn: activation must be "tanh" or "relu", got sigmoid',
    );
    expect(() => sequential([dense(3), lstm(4)]).build([7])).toThrow(
      "lstm: expected input [batch, time, features], got [batch, 3]",
    );
  });
});
