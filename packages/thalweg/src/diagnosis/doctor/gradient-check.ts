import type { Dataset } from "../../data/index.ts";
import { curvatureOf } from "../../landscape/index.ts";
import { asLayer, type LayerLike } from "../../layers/index.ts";
import type { Loss } from "../../losses/index.ts";
import { Generator } from "../../random/index.ts";
import type { NamedArrays } from "../../training/index.ts";

/** The slope of the loss along a random direction of one parameter, told in two ways. */
export interface SlopeCheck {
  readonly parameter: string;
  /** By the gradient. */
  readonly slope: number;
  /** (L(w + εv) − L(w − εv))/2ε */
  readonly difference: number;
}

/**
 * How far steps go, relative to the parameter's own size: between the rounding of float64 and the loss's bends. The second
 * one is for networks with so many ReLUs that some bend within the first.
 */
const steps = [1e-5, 1e-7] as const;
/** Part of the slope by which a step may be off that met no bend. */
const smooth = 1e-5;

/** Where parameters are put that begin at 0: there biases leave what comes of black pixels on the bend of a ReLU. */
const aside = 0.01;

/**
 * Compares the gradient with finite differences, in float64, for each parameter along one random direction. Layers are in
 * evaluation mode, so that the loss is the same function at every call. Stops after `milliseconds`.
 */
export const checkSlopes = async (
  network: { readonly model: LayerLike; readonly loss: Loss; readonly data: Dataset },
  weights: NamedArrays,
  milliseconds: number,
): Promise<readonly SlopeCheck[]> => {
  const start = performance.now();
  const { flat, valueAndGradient } = curvatureOf(network, weights);
  const w = flat(weights);
  const { parameters } = asLayer(network.model).build(network.data.inputs.shape.slice(1));
  let offset = 0;
  const places = Object.entries(parameters).map(([parameter, { shape }]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    offset += size;
    return { parameter, offset: offset - size, size };
  });
  for (const { parameter, offset: begin, size } of places) {
    const own = w.subarray(begin, begin + size);
    if (own.every((value) => value === 0)) new Generator(0, "aside", parameter).fillNormal(own, 0, aside);
  }
  const { gradient } = await valueAndGradient(w);
  const checks: SlopeCheck[] = [];
  for (const place of places) {
    if (performance.now() - start > milliseconds) break;
    checks.push(await slopeAt(place, w, gradient, valueAndGradient));
  }
  return checks;
};

const slopeAt = async (
  { parameter, offset, size }: { readonly parameter: string; readonly offset: number; readonly size: number },
  w: Float64Array,
  gradient: Float64Array,
  valueAndGradient: (w: Float64Array) => Promise<{ readonly loss: number }>,
): Promise<SlopeCheck> => {
  const own = w.subarray(offset, offset + size);
  const direction = new Generator(0, "slope", parameter).fillNormal(new Float64Array(size));
  const length = norm(direction);
  const movedBy = async (reach: number): Promise<number> => {
    const other = w.slice();
    for (let index = 0; index < size; index++) other[offset + index] += reach * direction[index];
    return (await valueAndGradient(other)).loss;
  };
  const differenceOver = async (step: number): Promise<number> => {
    const reach = (step * Math.max(norm(own), Math.sqrt(size) * 0.1)) / length;
    return ((await movedBy(reach)) - (await movedBy(-reach))) / (2 * reach);
  };
  let slope = 0;
  for (let index = 0; index < size; index++) slope += gradient[offset + index] * direction[index];
  const off = (difference: number): number => Math.abs(difference - slope);
  const far = await differenceOver(steps[0]);
  if (off(far) <= smooth * Math.abs(slope)) return { parameter, slope, difference: far };
  const near = await differenceOver(steps[1]);
  return { parameter, slope, difference: off(near) < off(far) ? near : far };
};

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** Whether both ways agree, to what differences in float64 can tell near bends such as a ReLU's. */
export const slopesAgree = ({ slope, difference }: SlopeCheck, scale: number): boolean =>
  Math.abs(slope - difference) <= 1e-3 * Math.max(Math.abs(slope), Math.abs(difference)) + 1e-6 * scale;
