import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../devices/device.ts";
import {
  compile,
  type Draws,
  deviceNames,
  evaluate,
  scan,
  stack,
  type Tensor,
  type Trace,
  tensor,
  useDevice,
  zeros,
} from "./index.ts";
import { drawn, randomBody, unrolled } from "./testing/random-body.ts";
import { traceFunction } from "./trace-function.ts";

const cumulative = (carry: Tensor, x: Tensor) => {
  const sum = carry.add(x);
  return { carry: sum, output: sum };
};

describe.each(deviceNames)("scan on %s", (name) => {
  beforeAll(() => useDevice(name));
  afterAll(() => useDevice("wasm"));

  it("is the loop written out, to the bit", async () => {
    for (const dtype of ["float64", "float32"] as const) {
      const property = fc.asyncProperty(randomBody(dtype), fc.boolean(), async (random, apart) => {
        const { carry, inputs, steps, constants, body } = random;
        const found = scan((state: readonly Tensor[], slices: readonly Tensor[]) => body(state, slices, constants), {
          carry,
          inputs,
          steps,
        });
        const expected = unrolled(random, carry, inputs, constants);
        const stacked = expected.outputs[0].map((_, index) => stack(expected.outputs.map((output) => output[index])));
        const pairs = [
          ...found.carry.map((each, index) => [each, expected.carry[index]] as const),
          ...found.outputs.map((each, index) => [each, stacked[index]] as const),
        ];
        // Together all results are one run of the loop; apart, each read runs it for itself.
        if (!apart) await evaluate(...pairs.flat());
        for (const [ours, theirs] of pairs) {
          expect(ours.shape).toEqual(theirs.shape);
          expect(await ours.data()).toEqual(await theirs.data());
        }
      });
      await fc.assert(property, { numRuns: 30 });
    }
  });

  it("runs along any axis, forwards and backwards, with outputs beside their inputs", async () => {
    const x = tensor([
      [1, 2, 3],
      [10, 20, 30],
    ]);
    const start = zeros([2]);
    const ahead = scan(cumulative, { carry: start, inputs: x, axis: 1 });
    expect(await ahead.outputs.data()).toEqual(Float32Array.of(1, 3, 6, 10, 30, 60));
    const back = scan(cumulative, { carry: start, inputs: x, axis: -1, reverse: true });
    expect(back.outputs.shape).toEqual([2, 3]);
    expect(await back.outputs.data()).toEqual(Float32Array.of(6, 5, 3, 60, 50, 30));
    expect(await back.carry.data()).toEqual(Float32Array.of(6, 60));
  });

  it("tells its body the step, and runs without inputs", async () => {
    const { carry, outputs } = scan(
      (state: { readonly count: Tensor; readonly power: Tensor }, _: readonly [], step: Tensor) => ({
        carry: { count: state.count.add(step), power: state.power.mul(2) },
        output: { half: state.power.div(2), step },
      }),
      { carry: { count: tensor(Int32Array.of(100)), power: tensor([1]) }, steps: 5 },
    );
    expect(await carry.count.data()).toEqual(Int32Array.of(110));
    expect(await carry.power.item()).toBe(32);
    expect(await outputs.half.data()).toEqual(Float32Array.of(0.5, 1, 2, 4, 8));
    expect(await outputs.step.data()).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    const backwards = scan((sum: Tensor, _: readonly [], step: Tensor) => ({ carry: sum, output: step }), {
      carry: zeros([]),
      steps: 3,
      reverse: true,
    });
    expect(await backwards.outputs.data()).toEqual(Int32Array.of(0, 1, 2));
  });

  it("takes carries and outputs that nothing is computed of", async () => {
    const x = tensor([5, 6, 7]);
    const last = scan(
      ({ a, b }: { readonly a: Tensor; readonly b: Tensor }, next: Tensor) => ({ carry: { a: next, b: a }, output: b }),
      { carry: { a: tensor(1), b: tensor(2) }, inputs: x },
    );
    await evaluate(last.carry.a, last.carry.b, last.outputs);
    expect([await last.carry.a.item(), await last.carry.b.item()]).toEqual([7, 6]);
    expect(await last.outputs.data()).toEqual(Float32Array.of(2, 1, 5));
    const still = scan((c: Tensor, _: Tensor) => ({ carry: c, output: tensor([3, 4]) }), {
      carry: tensor(9),
      inputs: x,
    });
    expect(await still.carry.item()).toBe(9);
    expect(await still.outputs.data()).toEqual(Float32Array.of(3, 4, 3, 4, 3, 4));
  });

  it("runs scans in its body", async () => {
    // Rows of a triangle: the running sums of running sums.
    const x = tensor([
      [1, 1, 1],
      [1, 2, 3],
    ]);
    const { carry, outputs } = scan(
      (total: Tensor, row: Tensor) => {
        const inner = scan((sum: Tensor, each: Tensor) => ({ carry: sum.add(each).add(total), output: sum }), {
          carry: zeros([]),
          inputs: row,
        });
        return { carry: total.add(inner.carry), output: inner.outputs };
      },
      { carry: tensor(0), inputs: x },
    );
    await evaluate(carry, outputs);
    expect(await carry.item()).toBe(3 + 6 + 3 * 3);
    expect(await outputs.data()).toEqual(Float32Array.of(0, 1, 2, 0, 1 + 3, 3 + 6));
  });

  it("draws other numbers in every step, as one draw over all steps would", async () => {
    const draw = (random: Draws): Tensor => random.uniform([4], "noise");
    const noisy = compile(
      ({ state, random }: Trace<Tensor, readonly [], never>) => ({
        state,
        outputs: scan((sum: Tensor) => ({ carry: sum.add(1), output: draw(random) }), { carry: zeros([]), steps: 3 })
          .outputs,
      }),
      { state: zeros([]), seed: 7 },
    );
    const whole = compile(
      ({ state, random }: Trace<Tensor, readonly [], never>) => ({ state, outputs: random.uniform([3, 4], "noise") }),
      { state: zeros([]), seed: 7 },
    );
    for (const step of [0, 1]) {
      const [found, expected] = [await noisy.run({ step }), await whole.run({ step })];
      expect(await found.data()).toEqual(await expected.data());
    }
    const nested = compile(
      ({ state, random }: Trace<Tensor, readonly [], never>) => ({
        state,
        outputs: scan(
          (sum: Tensor) => {
            const inner = scan((c: Tensor) => ({ carry: c.add(1), output: random.uniform([2], "noise") }), {
              carry: zeros([]),
              steps: 2,
            });
            return { carry: sum.add(1), output: inner.outputs };
          },
          { carry: zeros([]), steps: 3 },
        ).outputs,
      }),
      { state: zeros([]), seed: 7 },
    );
    expect(await (await nested.run()).data()).toEqual(await (await whole.run()).data());
  });

  it("takes state, inputs and knobs of the compiled function around it", async () => {
    const average = compile(
      ({ state, inputs, knobs }: Trace<Tensor, Tensor, "rate">) => {
        const { carry, outputs } = scan(
          (mean: Tensor, x: Tensor) => {
            const next = mean.add(x.sub(mean).mul(knobs.rate));
            return { carry: next, output: next };
          },
          { carry: state, inputs },
        );
        return { state: carry, outputs };
      },
      { state: zeros([2]), knobs: ["rate"] },
    );
    const inputs = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(await (await average.run({ inputs, knobs: { rate: 0.5 } })).data()).toEqual(
      Float32Array.of(0.5, 1, 1.75, 2.5),
    );
    expect(await (await average.run({ inputs, knobs: { rate: 1 } })).data()).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(await (await average.read()).data()).toEqual(Float32Array.of(3, 4));
  });
});

const instructionsOf = ({ instructions }: Plan): number =>
  instructions.reduce((count, each) => count + 1 + (each.kind === "loop" ? instructionsOf(each.step) : 0), 0);

describe("scan", () => {
  const planOver = (steps: number) => {
    const w = drawn([8, 8], 1, "float32");
    const started = performance.now();
    const { plan } = traceFunction(
      ({ state, inputs }: Trace<Tensor, Tensor, never>) => ({
        state,
        outputs: scan((h: Tensor, x: Tensor) => ({ carry: h.matmul(w).add(x).tanh(), output: h }), {
          carry: state,
          inputs,
        }).outputs,
      }),
      { state: zeros([4, 8]) },
      zeros([steps, 4, 8]),
      { training: false },
    );
    return { plan, milliseconds: performance.now() - started };
  };

  it("has as many instructions for 1000 steps as for 10, and takes as long to compile", () => {
    planOver(3);
    const [short, long] = [10, 1000].map((steps) => Array.from({ length: 5 }, () => planOver(steps)));
    expect(instructionsOf(short[0].plan)).toBe(instructionsOf(long[0].plan));
    expect(instructionsOf(long[0].plan)).toBeLessThanOrEqual(4);
    const fastest = (runs: typeof short): number => Math.min(...runs.map(({ milliseconds }) => milliseconds));
    expect(fastest(long)).toBeLessThan(2 * fastest(short) + 2);
  });

  it("says what does not fit", () => {
    const x = zeros([3, 2]);
    const grown = () => scan((c: Tensor, each: Tensor) => ({ carry: c.add(each) }), { carry: zeros([]), inputs: x });
    expect(grown).toThrow(
      "scan: the body must return a carry of the same shapes and dtypes, got float32 [2] for float32 []",
    );
    const renamed = () =>
      scan(
        (c: { a: Tensor }): { carry: { a: Tensor } } => ({ carry: Object.fromEntries([["b", c.a]]) as { a: Tensor } }),
        { carry: { a: x }, steps: 2 },
      );
    expect(renamed).toThrow("scan: the body must return a carry of the same form, got [b] for [a]");
    const uneven = () => scan((c: Tensor) => ({ carry: c }), { carry: x, inputs: [x, zeros([4])] });
    expect(uneven).toThrow(
      "scan: input 1 of shape [4] has 4 slices along the axis of the steps, and there are 3 steps",
    );
    expect(() => scan((c: Tensor) => ({ carry: c }), { carry: x })).toThrow(
      "scan: steps must be an integer ≥ 1 where there are no inputs, got undefined",
    );
    expect(() => scan((c: Tensor) => ({ carry: c }), { carry: x, steps: 0 })).toThrow("got 0");
    expect(() => scan((c: Tensor) => ({ carry: c }), { carry: x, inputs: x, axis: 2 })).toThrow(
      "scan: inputs: axis 2 is not an axis",
    );
  });

  it("gives nothing from inside its body but what it returns", async () => {
    let inside = zeros([]);
    const leaking = (carry: Tensor, x: Tensor) => {
      inside = x.mul(2);
      return { carry: carry.add(x) };
    };
    const [carry, inputs] = [
      zeros([2]),
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ];
    scan(leaking, { carry, inputs });
    await expect(inside.data()).rejects.toThrow("or a scan's body has no value outside it; return it there as output");
    // A program would take it for an array of its own.
    const compiled = compile(
      ({ state, inputs: x }: Trace<Tensor, Tensor, never>) => ({
        state: scan(leaking, { carry: state, inputs: x }).carry,
        outputs: inside,
      }),
      { state: carry },
    );
    await expect(compiled.run({ inputs })).rejects.toThrow(
      "compile: fn uses a tensor from inside a scan's body or another compiled function, which has no value outside",
    );
  });

  it("forbids its body to read", async () => {
    let reading: Promise<unknown> = Promise.resolve();
    scan(
      (carry: Tensor) => {
        reading = carry.data();
        return { carry };
      },
      { carry: zeros([]), steps: 2 },
    );
    await expect(reading).rejects.toThrow("reading a tensor inside a compiled or differentiated function");
  });
});
