import { ThalwegError } from "../errors/thalweg-error.ts";
import { isFloat } from "../kernels/dtype.ts";
import { promote } from "./dtypes.ts";
import { convert } from "./elementwise.ts";
import { type Node, node } from "./node.ts";
import { checkShape, normalizeAxis, showShape } from "./shape.ts";

/** Parts side by side along `axis` of extent `extent`, each from its start; gaps are zero. */
export const assemble = (parts: readonly Node[], axis: number, starts: readonly number[], extent: number): Node => {
  const shape = parts[0].shape.map((size, a) => (a === axis ? extent : size));
  return node({ kind: "assemble", axis, starts }, parts, shape, parts[0].dtype);
};

/** Arrays one after the other along `axis`; their other extents are equal. */
export const concat = (parts: readonly Node[], axis: number): Node => {
  if (parts.length === 0) throw new ThalwegError("shape", "concat: needs at least one tensor, got none");
  const along = normalizeAxis("concat", parts[0].shape, axis);
  const dtype = parts.map((part) => part.dtype).reduce(promote);
  const starts: number[] = [];
  let extent = 0;
  for (const part of parts) {
    const fits =
      part.shape.length === parts[0].shape.length &&
      part.shape.every((size, a) => a === along || size === parts[0].shape[a]);
    if (!fits) {
      throw new ThalwegError(
        "shape",
        `concat: ${showShape(part.shape)} does not fit beside ${showShape(parts[0].shape)} along axis ${along}; ` +
          "all other extents must be equal",
      );
    }
    starts.push(extent);
    extent += part.shape[along];
  }
  if (parts.length === 1) return parts[0];
  // Pieces of pieces are pieces, so that each can be computed where it belongs.
  const pieces = parts.flatMap((part, position) => {
    const { operation } = part;
    const start = starts[position];
    if (operation.kind !== "assemble" || operation.axis !== along || part.dtype !== dtype)
      return [{ node: part, start }];
    return part.inputs.map((node, index) => ({ node, start: start + operation.starts[index] }));
  });
  return assemble(
    pieces.map(({ node }) => convert(node, dtype)),
    along,
    pieces.map(({ start }) => start),
    extent,
  );
};

const checkIndices = (operation: string, indices: Node): Node => {
  if (indices.shape.length !== 1) {
    throw new ThalwegError("shape", `${operation}: indices must have one axis, got ${showShape(indices.shape)}`);
  }
  if (isFloat(indices.dtype)) {
    throw new ThalwegError(
      "dtype",
      `${operation}: indices must be int32 or uint8, got ${indices.dtype}; use toType("int32")`,
    );
  }
  return convert(indices, "int32");
};

/** Rows of `data` along `axis`, chosen by a list of indices; indices beyond the ends are clamped. */
export const gather = (data: Node, indices: Node, axis: number): Node => {
  const along = normalizeAxis("gather", data.shape, axis);
  const list = checkIndices("gather", indices);
  const shape = data.shape.map((size, a) => (a === along ? list.shape[0] : size));
  return node({ kind: "gather", axis: along }, [data, list], shape, data.dtype);
};

/** Adds rows of `source` along `axis` into an array of zeros with `extent` rows: the gradient of gather. */
export const scatterAdd = (source: Node, indices: Node, axis: number, extent: number): Node => {
  const along = normalizeAxis("scatterAdd", source.shape, axis);
  const list = checkIndices("scatterAdd", indices);
  if (list.shape[0] !== source.shape[along]) {
    throw new ThalwegError(
      "shape",
      `scatterAdd: ${list.shape[0]} indices for the ${source.shape[along]} rows of ${showShape(source.shape)} ` +
        `along axis ${along}; there must be one a row`,
    );
  }
  const shape = source.shape.map((size, a) => (a === along ? extent : size));
  return node(
    { kind: "scatterAdd", axis: along, extent },
    [source, list],
    checkShape("scatterAdd", shape),
    source.dtype,
  );
};
