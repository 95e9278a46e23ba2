import { sizeOf } from "../../graph/index.ts";
import { Generator } from "../../random/index.ts";
import { krylov } from "../../solvers/krylov.ts";
import type { ArenaLayout } from "../arena.ts";
import type { CurvatureProbe } from "../probe.ts";

/** Products that give the ends of the spectrum well enough to compare with a rate. */
const mostProducts = 6;

/** Bytes that the vectors of Lanczos's method may take. */
const budget = 2 ** 28;

/** A random direction over the parameters; zero between them. */
const start = ({ length, ranges }: ArenaLayout): Float64Array => {
  const random = new Generator(0, "curvature");
  const vector = new Float64Array(length);
  for (const { shape, offset } of ranges) random.fillNormal(vector.subarray(offset, offset + sizeOf(shape)));
  return vector;
};

/** The ends of the Hessian's spectrum; undefined where products are not finite, or vectors too long. */
export const curvatureBy = async (
  layout: ArenaLayout,
  product: (v: Float64Array) => Promise<Float64Array>,
): Promise<CurvatureProbe | undefined> => {
  const products = Math.min(mostProducts, Math.floor(budget / (Float64Array.BYTES_PER_ELEMENT * layout.length)));
  if (products < 2) return undefined;
  let taken = 0;
  let isSound = true;
  const counted = async (v: Float64Array): Promise<Float64Array> => {
    taken += 1;
    const result = await product(v);
    isSound &&= result.every(Number.isFinite);
    return isSound ? result : new Float64Array(v.length);
  };
  const { values } = await krylov("curvature", counted, start(layout), products);
  return isSound ? { largest: values[0], smallest: values[values.length - 1], products: taken } : undefined;
};
