import { inOrder } from "../compiler/index.ts";
import { type Node, type Operation, reshape, transpose } from "../graph/index.ts";
import { Tensor } from "../tensor/index.ts";
import { GradientSums, type Range } from "./gradient-sums.ts";
import { type LoopCotangents, loopGradients, noCotangents, type Pullback } from "./loop-gradients.ts";
import { gradientsOf } from "./rules.ts";

/** A node as it was when it was traced; reading its value later makes it forget its inputs. */
export interface Recorded {
  readonly node: Node;
  readonly operation: Operation;
  readonly inputs: readonly Node[];
}

/** What gradients need of a traced function: every node between inputs and outputs, inputs first. */
export interface Tape {
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly records: readonly Recorded[];
}

export const record = (outputs: readonly Tensor[], inputs: readonly Tensor[]): Tape => {
  const dependent = new Set<Node>(inputs.map((input) => input.node));
  const records: Recorded[] = [];
  for (const node of inOrder(outputs.map((output) => output.node))) {
    if (!node.inputs.some((input) => dependent.has(input))) continue;
    dependent.add(node);
    records.push({ node, operation: node.operation, inputs: node.inputs });
  }
  return { outputs, inputs, records };
};

/**
 * Gradients of Σ outputs·cotangents with respect to the inputs, by reverse accumulation over the
 * tape. Inputs the outputs do not depend on get zeros.
 */
export const backward = ({ outputs, inputs, records }: Tape, cotangents: readonly (Tensor | undefined)[]): Tensor[] => {
  const wanted = new Set<Node>([...inputs.map((input) => input.node), ...records.map(({ node }) => node)]);
  const gradients = new GradientSums();
  const accumulate = (node: Node, gradient: Tensor): void => {
    if (wanted.has(node)) gradients.add(node, gradient);
  };
  const ofLoops = new Map<Node, LoopCotangents>();
  for (const [index, output] of outputs.entries()) {
    const cotangent = cotangents[index];
    if (cotangent) accumulate(output.node, cotangent);
  }
  for (let position = records.length - 1; position >= 0; position--) {
    const { node, operation, inputs: from } = records[position];
    if (operation.kind === "loop") {
      const given = ofLoops.get(node);
      if (!given) continue;
      const pulled = loopGradients({ node, operation, inputs: from }, given, wanted, pullback);
      for (const [input, contribution] of pulled) accumulate(input, contribution);
      continue;
    }
    const gradient = gradients.of(node);
    if (!gradient) continue;
    if (operation.kind === "final" || operation.kind === "history" || operation.kind === "stacked") {
      const given = ofLoops.get(from[0]) ?? noCotangents();
      ofLoops.set(from[0], given);
      const result = operation.kind === "stacked" ? operation.output : operation.carry;
      const sum = given[operation.kind].get(result);
      given[operation.kind].set(result, sum ? sum.add(gradient) : gradient);
      continue;
    }
    const range = operation.kind === "slice" ? rangeOf(operation, node, from[0]) : undefined;
    if (range && wanted.has(from[0])) {
      gradients.addSlice(from[0], range, gradient, (piece) => spreadOf(records[position], piece));
      continue;
    }
    for (const [input, contribution] of contributions(records[position], gradient, wanted))
      accumulate(input, contribution);
  }
  return inputs.map((input) => gradients.of(input.node) ?? input.literal(0).expand(input.shape));
};

/** The range that a slice picked, when it cut one axis only and left nothing out between. */
const rangeOf = (
  { starts, steps }: Extract<Operation, { kind: "slice" }>,
  { shape }: Node,
  whole: Node,
): Range | undefined => {
  const cut = shape.flatMap((extent, axis) => (extent === whole.shape[axis] ? [] : [axis]));
  const plain = steps.every((step, axis) => step === 1 || (shape[axis] === 1 && whole.shape[axis] === 1));
  return cut.length === 1 && plain ? { axis: cut[0], start: starts[cut[0]] } : undefined;
};

const spreadOf = (entry: Recorded, piece: Tensor): Tensor => gradientsOf(entry, piece)[0] ?? piece;

const pullback: Pullback = (outputs, inputs, cotangents) => backward(record(outputs, inputs), cotangents);

const contributions = (entry: Recorded, gradient: Tensor, wanted: ReadonlySet<Node>): [Node, Tensor][] => {
  const shared = entry.operation.kind === "matmul" ? sharedMatrix(entry.inputs[1]) : undefined;
  if (shared && wanted.has(shared)) {
    const [a, b] = entry.inputs;
    const [k, n] = b.shape.slice(-2);
    // One product over all rows of the batch instead of a sum of products.
    const rows = new Tensor(transpose(reshape(a, [-1, k]))).matmul(gradient.reshape([-1, n]));
    return [
      [a, gradient.matmul(new Tensor(transpose(b)))],
      [shared, rows.reshape(shared.shape)],
    ];
  }
  return gradientsOf(entry, gradient).flatMap((contribution, index): [Node, Tensor][] =>
    contribution ? [[entry.inputs[index], contribution]] : [],
  );
};

/** The one matrix that a batch of equal ones was expanded from. */
const sharedMatrix = ({ operation, inputs, shape }: Node): Node | undefined => {
  if (operation.kind !== "expand") return undefined;
  const [source] = inputs;
  const matrixKept = source.shape.slice(-2).every((extent, axis) => extent === shape[shape.length - 2 + axis]);
  return matrixKept && source.shape.slice(0, -2).every((extent) => extent === 1) ? source : undefined;
};
