import fc from "fast-check";
import { Choices } from "../../compiler/testing/graph-writer.ts";
import { concat, type Tensor, tensor, where } from "../index.ts";

/** What a random body closes over. */
export interface BodyConstants {
  readonly square: Tensor;
  readonly row: Tensor;
}

/** A loop to be: what it begins with, what it runs over, and its body. */
export interface RandomBody {
  readonly steps: number;
  readonly carry: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly constants: BodyConstants;
  readonly body: (
    carry: readonly Tensor[],
    inputs: readonly Tensor[],
    constants: BodyConstants,
  ) => { readonly carry: readonly Tensor[]; readonly output: readonly Tensor[] };
}

/** Smooth numbers between −1 and 1, others for every seed. */
export const drawn = (shape: readonly number[], seed: number, dtype: "float32" | "float64" = "float64"): Tensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const values = Float64Array.from({ length: size }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * (seed + 1)));
  return tensor(values, shape, dtype);
};

/** Bodies of element-wise operations, products, reductions, slices and joins over [rows, columns]. */
export const randomBody = (dtype: "float32" | "float64"): fc.Arbitrary<RandomBody> => {
  const choices = fc.array(fc.noBias(fc.nat(999)), { minLength: 4, maxLength: 6 });
  const sizes = fc.record({
    steps: fc.constantFrom(1, 2, 3, 5, 8),
    rows: fc.integer({ min: 1, max: 5 }),
    columns: fc.integer({ min: 1, max: 6 }),
    carries: fc.integer({ min: 1, max: 3 }),
    inputs: fc.integer({ min: 0, max: 2 }),
    seed: fc.nat(99),
  });
  return fc
    .tuple(sizes, fc.array(choices, { minLength: 1, maxLength: 10, size: "max" }), choices)
    .map(([{ steps, rows, columns, carries, inputs, seed }, rest, last]) => ({
      steps,
      carry: Array.from({ length: carries }, (_, index) => drawn([rows, columns], seed + index, dtype)),
      inputs: Array.from({ length: inputs }, (_, index) => drawn([steps, rows, columns], seed + 10 + index, dtype)),
      constants: { square: drawn([columns, columns], seed + 20, dtype), row: drawn([columns], seed + 21, dtype) },
      body: (carry, slices, constants) => {
        const known: Tensor[] = [...slices, ...carry];
        for (const list of rest) known.push(made(known, constants, new Choices(list)));
        const take = new Choices(last);
        const recent = () => known[known.length - 1 - take.below(Math.min(4, known.length))];
        return {
          carry: carry.map(() => recent().sin()),
          output: Array.from({ length: take.below(3) }, recent),
        };
      },
    }));
};

/** One more [rows, columns], never far from the size of the others. */
const made = (known: readonly Tensor[], { square, row }: BodyConstants, choose: Choices): Tensor => {
  const kind = choose.below(13);
  const [x, y] = [choose.below(3), choose.below(known.length)].map(
    (back) => known[known.length - 1 - (back % known.length)],
  );
  const columns = x.shape[1];
  const cut = 1 + choose.below(Math.max(1, columns - 1));
  switch (kind) {
    case 0:
      return x.add(y);
    case 1:
      return x.mul(y);
    case 2:
      return x.sub(row);
    case 3:
      return x.tanh();
    case 4:
      return x.sigmoid().mul(2);
    case 5:
    case 6:
      return x.matmul(square).mul(x.literal(0.5));
    case 7:
      return where(x.gt(y), x, y.mul(0.5));
    case 8:
      return x.sub(x.mean(-1, { keepDims: true }));
    case 9:
      return x.mul(y.sum(0)).tanh();
    case 10:
      return cut >= columns ? x.neg() : concat([x.slice(null, [cut, null]), y.slice(null, [0, cut])], 1);
    case 11:
      return x.matmul(square.transpose()).add(row.exp()).tanh();
    default:
      return x.matmul(y.transpose()).matmul(y).tanh();
  }
};

/** The loop written out. */
export const unrolled = (
  { steps, body }: RandomBody,
  carry: readonly Tensor[],
  inputs: readonly Tensor[],
  constants: BodyConstants,
) => {
  let state = carry;
  const outputs: (readonly Tensor[])[] = [];
  for (let t = 0; t < steps; t++) {
    const step = body(
      state,
      inputs.map((input) => input.slice(t)),
      constants,
    );
    state = step.carry;
    outputs.push(step.output);
  }
  return { carry: state, outputs };
};
