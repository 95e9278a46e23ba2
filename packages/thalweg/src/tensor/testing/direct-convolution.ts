import { type Shape, sizeOf } from "../../graph/index.ts";

/** An array with its shape. */
export interface Values {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** One axis of a convolution: element position·stride + tap·dilation − before. */
export interface Way {
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
}

/** What of an image [height, width] every tap of every window shows; places outside are left out. */
export const visits = (
  image: Shape,
  positions: Shape,
  taps: Shape,
  ways: readonly Way[],
  visit: (position: readonly number[], tap: readonly number[], place: readonly number[]) => void,
): void => {
  const [down, across] = ways;
  for (let i = 0; i < positions[0]; i++) {
    for (let j = 0; j < positions[1]; j++) {
      for (let k = 0; k < taps[0]; k++) {
        for (let l = 0; l < taps[1]; l++) {
          const row = i * down.stride + k * down.dilation - down.before;
          const column = j * across.stride + l * across.dilation - across.before;
          if (row < 0 || row >= image[0] || column < 0 || column >= image[1]) continue;
          visit([i, j], [k, l], [row, column]);
        }
      }
    }
  }
};

/** The place of an index in row-major order. */
export const at = (shape: Shape, ...index: readonly number[]): number =>
  index.reduce((place, each, axis) => place * shape[axis] + each, 0);

/** A convolution by its definition, one product after the other. */
export const directConvolution = (
  x: Values,
  filters: Values,
  ways: readonly Way[],
  groups: number,
  positions: Shape,
) => {
  const [batch, height, width, channels] = x.shape;
  const outputs = filters.shape[3];
  const shape = [batch, ...positions, outputs];
  const data = new Float64Array(sizeOf(shape));
  const [inner, outer] = [channels / groups, outputs / groups];
  visits([height, width], positions, filters.shape.slice(0, 2), ways, ([i, j], [k, l], [row, column]) => {
    for (let n = 0; n < batch; n++) {
      for (let o = 0; o < outputs; o++) {
        for (let c = 0; c < inner; c++) {
          const channel = Math.floor(o / outer) * inner + c;
          data[at(shape, n, i, j, o)] +=
            x.data[at(x.shape, n, row, column, channel)] * filters.data[at(filters.shape, k, l, c, o)];
        }
      }
    }
  });
  return { shape, data };
};

/** A transposed convolution by its definition: every element adds its filters; [height, width, in, out / groups]. */
export const directTranspose = (x: Values, filters: Values, ways: readonly Way[], groups: number, extents: Shape) => {
  const [batch, height, width, channels] = x.shape;
  const perGroup = filters.shape[3];
  const shape = [batch, ...extents, perGroup * groups];
  const data = new Float64Array(sizeOf(shape));
  visits(extents, [height, width], filters.shape.slice(0, 2), ways, ([i, j], [k, l], [row, column]) => {
    for (let n = 0; n < batch; n++) {
      for (let c = 0; c < channels; c++) {
        for (let o = 0; o < perGroup; o++) {
          const output = Math.floor(c / (channels / groups)) * perGroup + o;
          data[at(shape, n, row, column, output)] +=
            x.data[at(x.shape, n, i, j, c)] * filters.data[at(filters.shape, k, l, c, o)];
        }
      }
    }
  });
  return { shape, data };
};
