import { Optimizer, type OptimizerSpec } from "thalweg/optimizers";
import type { Surface } from "thalweg/problems";
import type { Tensor } from "thalweg/tensor";

/** How an optimizer left a saddle. */
export interface Escape {
  /** The start, and the point after each update. */
  readonly path: readonly Float64Array[];
  /** The first update after which |y| is above 1; undefined where none was. */
  readonly steps?: number;
  /** The first update after which the surface is not finite. */
  readonly divergedAt?: number;
}

/**
 * Follows an optimizer from a point near the saddle x² − y² until |y| > 1.
 *
 * @example
 * escapeSaddle(surfaceNamed("saddle"), gradientDescent(), { start: [0.01, 0.01], most: 1000 }).steps; // 233
 */
export const escapeSaddle = (
  surface: Surface,
  optimizer: OptimizerSpec,
  { start, most }: { readonly start: ArrayLike<number>; readonly most: number },
): Escape => {
  const x = Float64Array.from(start);
  const objective = ([at]: readonly Tensor[]): Tensor => surface.fn(at);
  const running = new Optimizer({ x }, optimizer, { objective });
  const path = [x.slice()];
  for (let steps = 1; steps <= most; steps++) {
    running.step({ x: surface.gradient(x) }, { loss: surface.at(x) });
    path.push(x.slice());
    if (!Number.isFinite(surface.at(x))) return { path, divergedAt: steps };
    if (Math.abs(x[1]) > 1) return { path, steps };
  }
  return { path };
};
