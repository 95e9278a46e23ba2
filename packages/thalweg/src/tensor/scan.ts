import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { inStep } from "./scan-step.ts";
import { Tensor } from "./tensor.ts";
import { whileTracing } from "./tracing.ts";
import { flatten, pathsOf, type Tree, unflatten } from "./tree.ts";

export interface ScanOptions<C extends Tree, X extends Tree> {
  /** What the first step begins with. */
  readonly carry: C;
  /** Tensors of which each step sees one slice. */
  readonly inputs?: X;
  /** How many steps; needed without inputs. */
  readonly steps?: number;
  /** The axis of inputs and outputs along which the steps go; 0 unless said. */
  readonly axis?: number;
  /** From the last slice to the first; outputs stay beside the slices they were made of. */
  readonly reverse?: boolean;
}

/**
 * Repeats a body over the slices of its inputs: (carryₜ₊₁, outputₜ) = body(carryₜ, inputsₜ, t).
 *
 * The body is traced once, on one step's slices, and compiled into one `loop` instruction: however long the sequence,
 * the program is the same. Carry, inputs and output are tensors or trees of them; the carry keeps its shapes and
 * dtypes. Tensors that the body closes over, such as weights, are the same in every step; what it computes of them
 * alone is computed once. Random draws differ from step to step.
 *
 * Its gradient is a scan backwards over the carries, which are kept, with each step computed anew; gradients of what
 * was closed over are summed up on the way. It can be differentiated any number of times.
 *
 * Gives the last carry and the outputs with the time axis [steps, ...] (or at `axis`).
 *
 * @example
 * const sums = scan((sum: Tensor, x: Tensor) => ({ carry: sum.add(x), output: sum.mul(x) }), {
 *   carry: tensor(0),
 *   inputs: tensor([1, 2, 3]),
 * });
 * await sums.carry.item(); // 6
 * await sums.outputs.data(); // [0, 2, 9]
 */
export const scan = <C extends Tree, X extends Tree = readonly [], Y extends Tree = readonly []>(
  body: (carry: C, inputs: X, step: Tensor) => { readonly carry: C; readonly output?: Y },
  { carry, inputs, steps, axis = 0, reverse = false }: ScanOptions<C, X>,
): { carry: C; outputs: Y } => {
  const given = inputs === undefined ? [] : flatten(inputs);
  const slices = given.map(({ node }) => leading(node, axis));
  const count = stepsOf(given, slices, steps);
  const index = graph.iota([count], 0);
  // What the body returns beside nodes: the forms of its carry and output.
  let like: { readonly carry: C; readonly output?: Y } = { carry };
  const { final, outputs } = graph.loop(
    { carry: flatten(carry).map(({ node }) => node), slices: [...slices, index], steps: count, reverse },
    (carried, sliced) => {
      const step = sliced[slices.length];
      const state = unflatten(carry, carried.map(tensorOf));
      // A body that looks at no inputs is traced without them.
      const own = (inputs === undefined ? [] : unflatten(inputs, sliced.slice(0, slices.length).map(tensorOf))) as X;
      like = whileTracing(() => inStep(step, count, () => body(state, own, tensorOf(step))));
      checkForm(carry, like.carry);
      return { carry: nodesOf(like.carry), outputs: nodesOf(like.output ?? []) };
    },
  );
  const results = outputs.map((node, output) => tensorOf(trailing(`scan: output ${output}`, node, axis)));
  return {
    carry: unflatten(carry, final.map(tensorOf)),
    outputs: unflatten((like.output ?? []) as Y, results),
  };
};

const tensorOf = (node: graph.Node): Tensor => new Tensor(node);
const nodesOf = (tree: Tree): graph.Node[] => flatten(tree).map(({ node }) => node);

/** The axis of the steps in front. */
const leading = (x: graph.Node, axis: number): graph.Node => {
  const along = graph.normalizeAxis("scan: inputs", x.shape, axis);
  return graph.permute(x, [along, ...x.shape.flatMap((_, other) => (other === along ? [] : [other]))]);
};

/** The axis of the steps back in its place. */
const trailing = (what: string, x: graph.Node, axis: number): graph.Node => {
  const along = graph.normalizeAxis(what, x.shape, axis);
  const order = x.shape.map((_, other) => other).slice(1);
  return graph.permute(x, [...order.slice(0, along), 0, ...order.slice(along)]);
};

const stepsOf = (given: readonly Tensor[], slices: readonly graph.Node[], steps: number | undefined): number => {
  const count = steps ?? slices[0]?.shape[0];
  if (count === undefined || !Number.isInteger(count) || count < 1) {
    throw new ThalwegError("argument", `scan: steps must be an integer ≥ 1 where there are no inputs, got ${count}`);
  }
  const other = slices.findIndex(({ shape }) => shape[0] !== count);
  if (other >= 0) {
    throw new ThalwegError(
      "shape",
      `scan: input ${other} of shape ${graph.showShape(given[other].shape)} has ${slices[other].shape[0]} slices along ` +
        `the axis of the steps, and there are ${count} steps; all inputs must have one slice a step`,
    );
  }
  return count;
};

const checkForm = (before: Tree, after: Tree): void => {
  const [old, next] = [pathsOf(before), pathsOf(after)];
  if (`${old}` === `${next}`) return;
  throw new ThalwegError(
    "shape",
    `scan: the body must return a carry of the same form, got [${next.join(", ")}] for [${old.join(", ")}]`,
  );
};
