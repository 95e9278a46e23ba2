import { afterAll, describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { compile, qr, type Tensor, type Trace, tensor, useDevice } from "../../tensor/index.ts";
import {
  type Block,
  hostKnobs,
  knobNamesOf,
  memoryMultiple,
  minimize,
  Optimizer,
  type OptimizerSpec,
  slotsOf,
  soap,
  startingCounters,
  startingSlot,
  traceUpdate,
} from "../index.ts";
import { expectTrajectory, functions, golden } from "../testing/golden.ts";
import { instructionsOf } from "../testing/instructions.ts";

const cases = golden("modern").cases.filter(({ optimizer }) => optimizer === "soap");
const reference = soap({ learningRate: 0.003, preconditionFrequency: 1 });

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at])));

const drawn = (count: number, rows: number, columns: number, seed = 1) => {
  const generator = new Generator(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: rows * columns }, () => generator.normal()));
};

/** Where gradients lead from zero. */
const follow = (optimizer: OptimizerSpec, shape: readonly number[], gradients: readonly Float64Array[]) => {
  const weights = { w: { data: new Float64Array(gradients[0].length), shape } };
  const running = new Optimizer(weights, optimizer);
  for (const gradient of gradients) running.step({ w: gradient });
  return weights.w.data;
};

describe("agreement with pytorch_optimizer", () => {
  it.each(cases.filter(({ problem }) => problem !== "mlp"))(
    "is exact on $problem, whose vector keeps its axes",
    (each) => expectTrajectory(each, reference),
  );

  /** The small network's weights after each update, from a start changed by a relative `nudge`. */
  const network = async (nudge = 0) => {
    const start = golden("torch").problems.mlp.params.map(
      ({ shape, data }, index) => [`p${index}`, { shape, data: data.map((value) => value * (1 + nudge)) }] as const,
    );
    const { path } = await minimize(functions.mlp, Object.fromEntries(start), { optimizer: reference, steps: 200 });
    return path.map((point) => Object.values(point).map((values) => [...values]));
  };

  // The first gradient of w1 [5, 7] has rank 5 and that of w2 [7, 3] rank 2, so that any basis of the other directions
  // is one of eigenvectors: rounding chooses it, and Adam's steps in it follow. The second update repeats the first
  // gradient and has nothing there; from the third on no two programs agree.
  it("is exact on the network until rounding decides, and within 30 times its effect afterwards", async () => {
    const [expected] = cases.filter(({ problem }) => problem === "mlp");
    const path = await network();
    const nudged = await Promise.all([2e-16, -4e-16, 8e-16, -1.6e-15].map(network));
    for (const [update, values] of Object.entries(expected.params)) {
      const step = Number(update);
      values.forEach((list, parameter) => {
        const spread = Math.max(
          ...nudged.map((other) => largestDifference(other[step][parameter], path[step][parameter])),
        );
        const tolerance = step <= 2 ? 1e-10 : 30 * Math.max(spread, 1e-14);
        expect(largestDifference(path[step][parameter], list), `p${parameter} after ${update}`).toBeLessThan(tolerance);
      });
    }
  });
});

describe("soap", () => {
  it("moves nothing at first, then as Adam would", () => {
    const weights = { w: Float64Array.of(5) };
    const optimizer = new Optimizer(weights, soap({ learningRate: 0.01, weightDecay: 0 }));
    optimizer.step({ w: [10] });
    expect(weights.w[0]).toBe(5);
    optimizer.step({ w: [10] });
    // √(1 − 0.95²)/(1 − 0.95²) · 0.05·10/√(0.05·100)
    expect(weights.w[0]).toBeCloseTo(5 - (0.01 * 0.05 * 10) / Math.sqrt(0.0975 * 5), 10);
  });

  it.each([1, 3])("turns with the gradients, bases renewed every %i updates", async (preconditionFrequency) => {
    const gradients = drawn(25, 4, 4);
    const [u, v] = drawn(2, 4, 4, 9).map((values) => qr(tensor(values, [4, 4])).q);
    const turn = (w: ArrayLike<number>) => u.matmul(tensor(Float64Array.from(w), [4, 4])).matmul(v.transpose());
    const turned = await Promise.all(gradients.map(async (gradient) => Float64Array.from(await turn(gradient).data())));
    const optimizer = soap({ preconditionFrequency });
    const [straight, other] = [gradients, turned].map((list) => follow(optimizer, [4, 4], list));
    expect(Math.max(...straight.map(Math.abs))).toBeGreaterThan(0.01);
    expect(largestDifference(await turn(straight).data(), other)).toBeLessThan(1e-11);
  });

  it("is what vectors have where rows and columns are orthogonal anyway", () => {
    const entries = drawn(20, 3, 1);
    const diagonal = entries.map((list) =>
      Float64Array.from({ length: 9 }, (_, at) => (at % 4 === 0 ? list[at / 4] : 0)),
    );
    const matrix = follow(soap({ preconditionFrequency: 2 }), [3, 3], diagonal);
    const vector = follow(soap(), [3], entries);
    expect(largestDifference([matrix[0], matrix[4], matrix[8]], vector)).toBeLessThan(1e-14);
    expect(largestDifference(follow(soap({ maxPreconditionDimension: 2 }), [3, 3], diagonal), matrix)).toBeLessThan(
      1e-14,
    );
  });

  it("decomposes only when bases begin or are renewed", () => {
    const routines = (optimizer: OptimizerSpec, shape: readonly number[], ...occasions: readonly string[]) =>
      instructionsOf(optimizer, shape, occasions.map((name) => `turned/scaleBySoap/${name}`).join()).filter(
        (kind) => kind === "eigh" || kind === "qr",
      );
    expect(routines(soap(), [4, 6])).toEqual([]);
    expect(routines(soap(), [4, 6], "first")).toEqual(["eigh", "eigh"]);
    expect(routines(soap(), [4, 6], "renew")).toEqual(["qr", "qr"]);
    expect(routines(soap({ maxPreconditionDimension: 5 }), [4, 6], "renew")).toEqual(["qr"]);
    expect(routines(soap(), [3, 3, 2, 4], "renew")).toEqual(["qr", "qr", "qr", "qr"]);
    expect(instructionsOf(soap(), [6])).toEqual(["kernel"]);
    expect(routines(soap({ preconditionVectors: true }), [6], "renew")).toEqual(["qr"]);
    const { occasions } = hostKnobs(soap(), { step: 20, counters: startingCounters(soap()) });
    expect(occasions).toBe("turned/scaleBySoap/renew");
  });

  it("keeps two numbers a weight, and two matrices a side", () => {
    expect(memoryMultiple(soap(), { b: [7] })).toBe(2);
    expect(memoryMultiple(soap(), { w: [6, 6] })).toBe(6);
    expect(memoryMultiple(soap(), { w: [5, 7] })).toBeCloseTo(2 + (2 * (25 + 49)) / 35, 14);
    expect(memoryMultiple(soap({ maxPreconditionDimension: 5 }), { w: [5, 7] })).toBeCloseTo(2 + (2 * 25) / 35, 14);
  });
});

describe("in float32 on wasm", () => {
  afterAll(() => useDevice("wasm"));

  it("follows float64 within 1e-5 over 40 updates, where gradients have full rank", async () => {
    await useDevice("wasm");
    const optimizer = soap({ preconditionFrequency: 3 });
    const gradients = drawn(40, 4, 4);
    const block: Block = {
      name: "w",
      dtype: "float32",
      length: 16,
      parameters: [{ name: "w", shape: [4, 4], offset: 0 }],
    };
    const start = new Float32Array(16);
    const slots = slotsOf(optimizer, [block]).map((need) => [need.name, tensor(startingSlot(need, start))] as const);
    const state = { weights: tensor(start), slots: Object.fromEntries(slots) };
    const program = compile(
      ({ state: old, inputs, knobs, variant }: Trace<typeof state, Tensor, string>) => {
        const [{ weights, slots: next }] = traceUpdate(optimizer, {
          blocks: [{ block, ...old, gradient: inputs }],
          knob: (name) => knobs[name],
          occasions: variant,
        });
        return { state: { weights, slots: next }, outputs: weights };
      },
      { state, knobs: knobNamesOf(optimizer) },
    );
    let counters = startingCounters(optimizer);
    for (const [index, gradient] of gradients.entries()) {
      const { knobs, counters: after, occasions } = hostKnobs(optimizer, { step: index + 1, counters });
      await program.run({ inputs: tensor(Float32Array.from(gradient)), knobs, variant: occasions });
      counters = after;
    }
    const found = await (await program.read()).weights.data();
    expect(largestDifference(found, follow(optimizer, [4, 4], gradients))).toBeLessThan(1e-5);
  });
});
