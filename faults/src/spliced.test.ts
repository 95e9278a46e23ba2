import { sequential, type Tensor } from "thalweg";
import { describe, expect, it } from "vitest";
import { blobs } from "./problems/blobs.ts";
import { garments } from "./problems/garments.ts";
import { spliced } from "./spliced.ts";

const half = (x: Tensor): Tensor => x.reshape([x.shape[0], x.shape[1] / 2, 2]).sum(-1);

describe("a perceptron with layers put in", () => {
  it("has them after the hidden layer that is named", () => {
    const healthy = blobs.healthy(1000);
    const { model } = spliced(healthy, { after: 0, layers: [half] });
    const { parameters } = sequential([model(healthy.network)]).build([20]);
    const shapes = Object.values(parameters).map(({ shape }) => shape);
    expect(shapes).toEqual([[20, 64], [64], [32, 5], [5]]);
  });

  it("lays pictures out flat", () => {
    const healthy = garments.healthy(1000);
    const { model } = spliced(healthy, { after: 0, layers: [] });
    const built = sequential([model(healthy.network)]).build([14, 14, 1]);
    expect(built.outputShape).toEqual([10]);
    expect(Object.values(built.parameters)[0].shape).toEqual([196, 64]);
  });
});
