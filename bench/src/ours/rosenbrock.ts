import { adam, minimize } from "thalweg/optimizers";
import type { Tensor } from "thalweg/tensor";
import type { Work } from "../side.ts";
import type { RosenbrockSpec, Task } from "../task.ts";

const valueAt = (w: Tensor): Tensor => {
  const [x, y] = [w.slice([0, 1]), w.slice([1, 2])];
  return x.sub(1).square().add(y.sub(x.square()).square().mul(100)).sum();
};

/** A whole minimization from the start, whose making is part of the time. */
export const rosenbrockWork = ({ spec: { start, learningRate, steps } }: Task<RosenbrockSpec>): Work => {
  let last = Number.NaN;
  return {
    run: async () => {
      const { losses } = await minimize(valueAt, start, { optimizer: adam({ learningRate }), steps });
      last = losses[steps];
    },
    result: () => last,
  };
};
