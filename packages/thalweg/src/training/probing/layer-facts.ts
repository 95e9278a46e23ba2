import { isFloat } from "../../kernels/dtype.ts";
import type { Watched } from "../../layers/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { Recipe } from "../program.ts";

/** Range of functions that have ends on both sides. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = { sigmoid: [0, 1], tanh: [-1, 1] };

/** Part of the range at each end that counts as saturated. */
const atEnd = 0.02;

export const hasEnds = (kind: string): boolean => kind in ranges;

/** Layers that have no others inside, and give numbers that are not ids. */
export const innermost = (seen: readonly Watched[]): readonly Watched[] =>
  seen.filter(({ path, y }) => isFloat(y.dtype) && !seen.some((other) => other.path.startsWith(`${path}/`)));

/** The model itself, where it is a single layer: nothing around it tells of it. */
export const singleLayer = ({ model, built: { parts = [] } }: Recipe, y: Tensor): readonly Watched[] => {
  const kind = model.kind ?? model.name;
  return parts.length === 0 ? [{ path: kind, kind, y }] : [];
};

/** mean, deviation, largest, zeros, dead and saturated of what a layer gave, as LayerProbe says them; y: [batch, ..., units] */
export const layerNumbers = ({ kind, y }: Watched): readonly Tensor[] => {
  const size = y.abs();
  const mean = y.mean();
  const others = y.shape.slice(0, -1).map((_, axis) => axis);
  const inUnits = y.shape.length > 1 ? size.max(others) : size;
  const share = (condition: Tensor): Tensor => condition.toType(y.dtype).mean();
  const [low, high] = ranges[kind] ?? [];
  const saturated =
    low === undefined || high === undefined
      ? mean.literal(0)
      : share(y.lt(low + (high - low) * atEnd).or(y.gt(high - (high - low) * atEnd)));
  return [
    mean,
    y.sub(mean).square().mean().sqrt(),
    size.max(),
    share(y.eq(y.literal(0))),
    share(inUnits.eq(inUnits.literal(0))),
    saturated,
  ];
};

/** How many numbers layerNumbers gives. */
export const numbersOfLayer = 6;
