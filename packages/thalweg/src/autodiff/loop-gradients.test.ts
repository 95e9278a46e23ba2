import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compile,
  deviceNames,
  evaluate,
  ones,
  scan,
  stack,
  type Tensor,
  type Trace,
  tensor,
  useDevice,
  where,
  zeros,
} from "../tensor/index.ts";
import { drawn, type RandomBody, randomBody, unrolled } from "../tensor/testing/random-body.ts";
import { grad, hvp, jvp, valueAndGrad, vjp } from "./index.ts";

/** Everything a loop's result depends on. */
interface Given {
  readonly [part: string]: readonly Tensor[];
  readonly carry: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly constants: readonly Tensor[];
}

const givenOf = ({ carry, inputs, constants: { square, row } }: RandomBody): Given => ({
  carry,
  inputs,
  constants: [square, row],
});

/** Results weighed by numbers that tell them apart. */
const weighed = (results: readonly Tensor[]): Tensor =>
  results.map((result, index) => result.mul(drawn(result.shape, 50 + index)).sum()).reduce((a, b) => a.add(b));

const lossByScan =
  ({ steps, body }: RandomBody, reverse: boolean) =>
  ({ carry, inputs, constants: [square, row] }: Given): Tensor => {
    const found = scan((state: readonly Tensor[], slices: readonly Tensor[]) => body(state, slices, { square, row }), {
      carry,
      inputs,
      steps,
      reverse,
    });
    return weighed([...found.carry, ...found.outputs]);
  };

const flipped = (x: Tensor): Tensor => x.slice([null, null, -1]);

const lossUnrolled =
  (random: RandomBody, reverse: boolean) =>
  ({ carry, inputs, constants: [square, row] }: Given): Tensor => {
    const inOrder = reverse ? inputs.map(flipped) : inputs;
    const { carry: last, outputs } = unrolled(random, carry, inOrder, { square, row });
    const stacked = outputs[0].map((_, index) => stack(outputs.map((output) => output[index])));
    return weighed([...last, ...(reverse ? stacked.map(flipped) : stacked)]);
  };

const flat = (given: Given): Tensor[] => Object.values(given).flat();

describe.each(deviceNames)("the gradient of scan on %s", (name) => {
  beforeAll(() => useDevice(name));
  afterAll(() => useDevice("wasm"));

  it("is that of the loop written out", async () => {
    const property = fc.asyncProperty(randomBody("float64"), fc.boolean(), async (random, reverse) => {
      const given = givenOf(random);
      const found = valueAndGrad(lossByScan(random, reverse))(given);
      const expected = valueAndGrad(lossUnrolled(random, reverse))(given);
      const pairs = flat(found.gradient).map((each, index) => [each, flat(expected.gradient)[index]] as const);
      await evaluate(found.value, expected.value, ...pairs.flat());
      expect(await found.value.item()).toBe(await expected.value.item());
      for (const [ours, theirs] of pairs) {
        const size = Math.max(1, await theirs.abs().max().item());
        expect(await ours.sub(theirs).abs().max().item()).toBeLessThanOrEqual(1e-12 * size);
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("is that of finite differences, for carry, inputs and constants", async () => {
    const loss = ({ h, x, w, b }: Readonly<Record<string, Tensor>>): Tensor => {
      const { carry, outputs } = scan(
        (state: Tensor, each: Tensor) => {
          const next = state.matmul(w).add(each).add(b).tanh();
          return { carry: next, output: next.mul(each) };
        },
        { carry: h, inputs: x, axis: 1 },
      );
      return weighed([carry, outputs]);
    };
    const at = { h: drawn([2, 3], 0), x: drawn([2, 5, 3], 1), w: drawn([3, 3], 2), b: drawn([3], 3) };
    const gradient = grad(loss)(at);
    for (const part of ["h", "x", "w", "b"] as const) {
      const [values, slopes] = [await at[part].data(), await gradient[part].data()];
      for (let index = 0; index < values.length; index++) {
        const shifted = (by: number) =>
          loss({
            ...at,
            [part]: tensor(
              values.map((value, other) => value + (other === index ? by : 0)),
              at[part].shape,
            ),
          }).item();
        const difference = ((await shifted(1e-5)) - (await shifted(-1e-5))) / 2e-5;
        expect(Math.abs(slopes[index] - difference), `${part}[${index}]`).toBeLessThan(3e-9);
      }
    }
  });

  it("can be differentiated again, and pushed forwards", async () => {
    const property = fc.asyncProperty(randomBody("float64"), fc.boolean(), async (random, reverse) => {
      const given = givenOf(random);
      const v: Given = {
        carry: given.carry.map(({ shape }, index) => drawn(shape, 70 + index)),
        inputs: given.inputs.map(({ shape }, index) => drawn(shape, 80 + index)),
        constants: given.constants.map(({ shape }, index) => drawn(shape, 90 + index)),
      };
      const [found, expected] = [lossByScan(random, reverse), lossUnrolled(random, reverse)];
      const pairs = flat(hvp(found, given, v)).map((each, index) => [each, index] as const);
      const others = flat(hvp(expected, given, v));
      const [pushed, wanted] = [jvp(found, given, v).tangent, jvp(expected, given, v).tangent];
      await evaluate(pushed, wanted, ...pairs.map(([each]) => each), ...others);
      const scale = Math.max(1, Math.abs(await wanted.item()));
      expect(Math.abs((await pushed.item()) - (await wanted.item()))).toBeLessThanOrEqual(1e-12 * scale);
      for (const [each, index] of pairs) {
        const size = Math.max(1, await others[index].abs().max().item());
        expect(await each.sub(others[index]).abs().max().item()).toBeLessThanOrEqual(1e-10 * size);
      }
    });
    await fc.assert(property, { numRuns: 8 });
  });

  it("sees the random draws of each step again", async () => {
    const masked = compile(
      ({ state, inputs, random }: Trace<Tensor, Tensor, never>) => {
        const drop = (x: Tensor): Tensor =>
          scan(
            (count: Tensor, each: Tensor) => ({
              carry: count.add(each.sum()),
              output: where(random.bernoulli([6], 0.5, "mask"), each, each.literal(0)),
            }),
            { carry: zeros([]), inputs: x },
          ).outputs;
        const { value, pullback } = vjp(drop, inputs);
        return { state, outputs: { value, gradient: pullback(ones([9, 6])) } };
      },
      { state: zeros([]), seed: 3 },
    );
    const { value, gradient } = await masked.run({ inputs: ones([9, 6]) });
    const kept = await value.data();
    expect(await gradient.data()).toEqual(kept);
    const rows = Array.from({ length: 9 }, (_, t) => `${kept.slice(6 * t, 6 * t + 6)}`);
    expect(new Set(rows).size).toBeGreaterThan(5);
  });

  it("goes through integers, unused results and scans in scans", async () => {
    const x = drawn([3, 2], 5);
    const loss = (x: Tensor): Tensor => {
      const { carry } = scan(
        ({ count, sum }: { readonly count: Tensor; readonly sum: Tensor }, row: Tensor) => {
          const inner = scan((a: Tensor, each: Tensor) => ({ carry: a.mul(each).add(1), output: a }), {
            carry: sum,
            inputs: row,
          });
          return {
            carry: { count: count.add(1), sum: inner.carry.mul(count.add(1).toType("float64")) },
            output: inner.outputs,
          };
        },
        { carry: { count: tensor(new Int32Array(1), []), sum: tensor(Float64Array.of(2), []) }, inputs: x },
      );
      return carry.sum;
    };
    const byHand = (x: Tensor): Tensor => {
      let sum = tensor(Float64Array.of(2), []);
      for (let t = 0; t < 3; t++) {
        for (let i = 0; i < 2; i++) sum = sum.mul(x.slice(t, i)).add(1);
        sum = sum.mul(t + 1);
      }
      return sum;
    };
    const [found, expected] = [await grad(loss)(x).data(), await grad(byHand)(x).data()];
    found.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 12);
    });
  });
});
