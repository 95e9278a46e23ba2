import { expect } from "vitest";
import type { FloatArray, Optimizer } from "../index.ts";

/** An optimizer and the weights it changes. */
interface Running {
  readonly weights: Readonly<Record<string, { readonly data: FloatArray }>>;
  readonly optimizer: Optimizer;
}

type Gradients = Readonly<Record<string, ArrayLike<number>>>;

/** One that is saved and loaded after `cut` of the steps ends where one that never stopped does, to the bit. */
export const expectToGoOn = (start: () => Running, gradients: readonly Gradients[], cut: number): void => {
  const [whole, first, second] = [start(), start(), start()];
  for (const gradient of gradients) whole.optimizer.step(gradient, { loss: 1 });
  for (const gradient of gradients.slice(0, cut)) first.optimizer.step(gradient, { loss: 1 });
  for (const [name, { data }] of Object.entries(second.weights)) data.set(first.weights[name].data);
  second.optimizer.load(structuredClone(first.optimizer.state()));
  for (const gradient of gradients.slice(cut)) second.optimizer.step(gradient, { loss: 1 });
  expect(second.weights).toEqual(whole.weights);
  expect(second.optimizer.state()).toEqual(whole.optimizer.state());
  expect(second.optimizer.evaluationWeights()).toEqual(whole.optimizer.evaluationWeights());
  for (const { data } of Object.values(whole.weights)) expect(data.every(Number.isFinite)).toBe(true);
};
