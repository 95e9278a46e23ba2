import type { Affine } from "./coordinate.ts";

/** The loops of a kernel as drafted: parallel dimensions first, at most one reduced. */
interface Drafted {
  readonly extents: readonly number[];
  readonly parallel: number;
  readonly inputs: readonly Affine[];
  readonly outputs: readonly Affine[];
  /** Dimensions whose index is a value. */
  readonly indexed: ReadonlySet<number>;
  readonly sequential: boolean;
  /** Keep all dimensions: the kernel finishes a product. */
  readonly exact: boolean;
}

interface Dimensions {
  readonly extents: readonly number[];
  readonly parallel: number;
  readonly vector: "parallel" | "reduced";
  readonly inputs: readonly Affine[];
  readonly outputs: readonly Affine[];
  /** New number of each drafted dimension. */
  readonly numbers: readonly number[];
  readonly lane: (input: number) => 0 | 1 | "any";
}

/**
 * Drops dimensions of extent 1 and joins neighbours that every array walks as one, so that a chain
 * over [128, 256] is one loop over 32768 and many shapes share a kernel.
 */
export const mergedDimensions = (drafted: Drafted): Dimensions => {
  const { extents, parallel, indexed, sequential, exact } = drafted;
  const all = [...drafted.inputs, ...drafted.outputs];
  const runs: number[][] = [];
  extents.forEach((extent, dim) => {
    if (extent === 1 && !exact && dim < parallel) return;
    const run = runs.at(-1);
    const last = run?.at(-1);
    const joins =
      run !== undefined &&
      last !== undefined &&
      !exact &&
      dim < parallel &&
      !indexed.has(dim) &&
      !indexed.has(last) &&
      all.every(({ strides }) => strides[last] === strides[dim] * extent);
    if (joins) run.push(dim);
    else runs.push([dim]);
  });
  const hasReduced = extents.length > parallel;
  const parallelRuns = hasReduced ? runs.slice(0, -1) : runs;
  const reducedRun = hasReduced ? runs.slice(-1) : [];
  const vector = hasReduced && !sequential && rowsAreContiguous(drafted) ? "reduced" : "parallel";
  const lanes = parallelRuns.at(-1)?.at(-1);
  const scattered =
    vector === "parallel" && lanes !== undefined && drafted.outputs.some(({ strides }) => strides[lanes] !== 1);
  // An empty run is a dimension of extent 1: every kernel has a parallel one, and stores walk lanes by 1.
  if (parallelRuns.length === 0 || (scattered && !exact)) parallelRuns.push([]);
  const dims = [...parallelRuns, ...reducedRun];
  const vectorDim = vector === "reduced" ? dims.length - 1 : parallelRuns.length - 1;
  const strided = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: dims.map((run) => strides[run.at(-1) ?? -1] ?? 0),
  });
  const inputs = drafted.inputs.map(strided);
  const newExtents = dims.map((run) => run.reduce((product, dim) => product * extents[dim], 1));
  return {
    extents: newExtents,
    parallel: parallelRuns.length,
    vector,
    inputs,
    outputs: drafted.outputs.map(strided),
    numbers: extents.map((_, dim) => dims.findIndex((run) => run.includes(dim))),
    lane: (input) => {
      const stride = inputs[input].strides[vectorDim];
      if (stride === 0 || newExtents[vectorDim] === 1) return 0;
      return stride === 1 ? 1 : "any";
    },
  };
};

/**
 * Whether vectors lie along the reduced dimension: it walks memory by 1 in what is written, else no other leaves fewer of the
 * arrays read to be gathered lane by lane, or walks more of them by 1.
 */
const rowsAreContiguous = ({ extents, parallel, inputs, outputs }: Drafted): boolean => {
  const written = outputs.filter(({ strides }) => strides[parallel] !== 0);
  if (written.length > 0) return written.every(({ strides }) => strides[parallel] === 1);
  const steps = (dim: number) => inputs.filter(({ strides }) => strides[dim] === 1).length;
  const apart = (dim: number) => inputs.filter(({ strides }) => strides[dim] !== 0 && strides[dim] !== 1).length;
  return Array.from({ length: parallel }, (_, dim) => dim).every(
    (dim) =>
      extents[dim] === 1 ||
      steps(dim) === 0 ||
      apart(parallel) < apart(dim) ||
      (apart(parallel) === apart(dim) && steps(parallel) >= steps(dim)),
  );
};
