import { type Tensor, where } from "../tensor/index.ts";

/** What becomes of a step, by the gradients it took. */
export interface Guard {
  /** 0 where all of them and their squares are finite, NaN otherwise. */
  readonly bad: Tensor;
  /** The new value where they are finite, else the old one. */
  readonly keep: (value: Tensor, old: Tensor) => Tensor;
}

/** Judges gradients when it is first asked, so that it knows those that rules took along the way, too. */
export const guardOver = (gradients: readonly Tensor[]): (() => Guard) => {
  let made: Guard | undefined;
  return () => {
    made ??= guard(gradients);
    return made;
  };
};

const guard = (gradients: readonly Tensor[]): Guard => {
  // Most rules square gradients: a square that overflows would stay in their averages and come back as NaN.
  const squares = gradients.map((gradient) => gradient.square().sum());
  const bad = squares.map((sum) => sum.sub(sum)).reduce((a, b) => a.add(b.toType(a.dtype)));
  const fine = bad.eq(bad.literal(0));
  return { bad, keep: (value, old) => where(fine, value, old) };
};
