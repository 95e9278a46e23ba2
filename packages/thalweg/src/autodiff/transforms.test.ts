import { beforeAll, describe, expect, it } from "vitest";
import { inOrder } from "../compiler/index.ts";
import { compile, ones, type Tensor, tensor, useDevice, zeros } from "../tensor/index.ts";
import { grad, hvp, jvp, valueAndGrad, vjp } from "./index.ts";

const scalar = (value: number) => tensor(value, [], "float64");

describe.each(["reference", "wasm"] as const)("transforms on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("differentiate again and again", async () => {
    let f = (x: Tensor) => x.pow(5);
    for (const expected of [80, 160, 240, 240, 120, 0]) {
      f = grad(f);
      expect(await f(scalar(2)).item()).toBeCloseTo(expected, 10);
    }
    expect(await grad(grad(grad((x: Tensor) => x.sin())))(scalar(1)).item()).toBeCloseTo(-Math.cos(1), 14);
  });

  it("do not confuse the variables of nested gradients", async () => {
    // d/dx x·(d/dy (x + y)) = 1, and d/dx x·(d/dy x·y) = 2x.
    const sum = grad((x: Tensor) => x.mul(grad((y: Tensor) => x.add(y))(x)));
    const product = grad((x: Tensor) => x.mul(grad((y: Tensor) => x.mul(y))(x)));
    for (const x of [-3, 0, 2.5]) {
      expect(await sum(scalar(x)).item()).toBe(1);
      expect(await product(scalar(x)).item()).toBe(2 * x);
    }
  });

  it("give a gradient the form of its argument", async () => {
    const parameters = {
      layers: [
        {
          w: tensor([
            [1, 2],
            [3, 4],
          ]),
          b: ones([2]),
        },
      ],
      scale: tensor(3),
    };
    const x = tensor([[1, -1]]);
    const loss = ({ layers: [{ w, b }], scale }: typeof parameters, input: Tensor) =>
      input.matmul(w).add(b).mul(scale).sum();
    const { value, gradient } = valueAndGrad(loss)(parameters, x);
    expect(await value.item()).toBe(-6);
    expect(await gradient.layers[0].w.data()).toEqual(Float32Array.of(3, 3, -3, -3));
    expect(await gradient.layers[0].b.data()).toEqual(Float32Array.of(3, 3));
    expect(await gradient.scale.item()).toBe(-2);
  });

  it("give zeros for what is not used", async () => {
    const { used, unused } = grad(({ used }: { used: Tensor; unused: Tensor }) => used.square().sum())({
      used: tensor([2]),
      unused: tensor([1, 2, 3]),
    });
    expect(await used.data()).toEqual(Float32Array.of(4));
    expect(await unused.data()).toEqual(Float32Array.of(0, 0, 0));
    expect(await grad((_: Tensor) => scalar(1))(tensor([5])).data()).toEqual(Float32Array.of(0));
  });

  it("differentiate the same tensor used twice, and results as inputs", async () => {
    const x = tensor([3], [1], "float64").mul(2);
    const { gradient } = valueAndGrad(([a, b]: readonly Tensor[]) => a.mul(b).add(a).sum())([x, x]);
    expect([await gradient[0].item(), await gradient[1].item()]).toEqual([7, 6]);
  });

  it("work on values that were read before", async () => {
    const x = tensor([1, 2, 3], [3], "float64");
    const { value, pullback } = vjp((y: Tensor) => y.square().sum(), x);
    expect(await value.item()).toBe(14);
    expect(inOrder([value.node])).toHaveLength(1);
    expect(await pullback(scalar(1)).data()).toEqual(Float64Array.of(2, 4, 6));
    expect(await pullback(scalar(-2)).data()).toEqual(Float64Array.of(-4, -8, -12));
  });

  it("multiply by the Hessian", async () => {
    // f = x²y + y³ has the Hessian [[2y, 2x], [2x, 6y]].
    const f = ({ x, y }: { x: Tensor; y: Tensor }) => x.square().mul(y).add(y.pow(3));
    const product = hvp(f, { x: scalar(2), y: scalar(-1) }, { x: scalar(1), y: scalar(10) });
    expect([await product.x.item(), await product.y.item()]).toEqual([38, -56]);
  });

  it("push tangents of several outputs", async () => {
    const { value, tangent } = jvp(
      (x: Tensor) => ({ square: x.square(), sum: x.sum() }),
      tensor([1, 2]),
      tensor([10, 100]),
    );
    expect(await value.sum.item()).toBe(3);
    expect(await tangent.square.data()).toEqual(Float32Array.of(20, 400));
    expect(await tangent.sum.item()).toBe(110);
  });

  it("are part of compiled functions", async () => {
    const f = (w: Tensor, x: Tensor) => w.mul(x).sub(1).square().mean();
    const program = compile(
      ({ state, inputs }: { state: Tensor; inputs: Tensor }) => {
        const { value, gradient } = valueAndGrad(f)(state, inputs);
        return { state: state.sub(gradient.mul(0.1)), outputs: value };
      },
      { state: zeros([2], "float64") },
    );
    let [w, loss] = [[0, 0], 0];
    for (let step = 0; step < 5; step++) {
      loss = await (await program.run({ inputs: tensor(Float64Array.of(1, 2)) })).item();
      expect(loss).toBeCloseTo(((w[0] - 1) ** 2 + (2 * w[1] - 1) ** 2) / 2, 14);
      w = [w[0] - 0.1 * (w[0] - 1), w[1] - 0.2 * (2 * w[1] - 1)];
    }
    const found = await (await program.read()).data();
    w.forEach((value, index) => {
      expect(found[index]).toBeCloseTo(value, 14);
    });
  });

  it("refuse what has no gradient, with a remedy", () => {
    expect(() => grad((x: Tensor) => x.square())(tensor([1, 2]))).toThrow(
      "grad: the function must return one number, got [2]; reduce it with sum() or mean(), or use vjp",
    );
    expect(() => grad((x: Tensor) => x.sum())(tensor(Int32Array.of(1)))).toThrow(
      'grad: cannot differentiate with respect to int32; use toType("float32")',
    );
    expect(() => vjp((x: Tensor) => x, tensor([1, 2])).pullback(tensor([1]))).toThrow(
      "vjp: cotangent 0 must have shape [2], got [1]",
    );
    expect(() => jvp((x: Tensor) => x, tensor([1, 2]), tensor([1]))).toThrow(
      "jvp: tangent 0 must have shape [2], got [1]",
    );
    expect(() => hvp((x: Tensor) => x.sum(), tensor([1]), tensor([1, 2]))).toThrow(
      "hvp: v 0 must have shape [1], got [2]",
    );
  });

  it("refuse to read while differentiating", async () => {
    let reading: Promise<number> | undefined;
    grad((x: Tensor) => {
      reading = x.item();
      reading.catch(() => undefined);
      return x;
    })(scalar(1));
    await expect(reading).rejects.toThrow(/^reading a tensor inside a compiled or differentiated function/);
  });
});
