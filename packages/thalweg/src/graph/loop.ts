import { ThalwegError } from "../errors/thalweg-error.ts";
import { inOrder } from "./in-order.ts";
import { type Body, type Node, node } from "./node.ts";
import { type Shape, sameShape, showShape } from "./shape.ts";
import { input } from "./sources.ts";

/** What a step makes of its carry and its slices. */
export interface Step {
  /** As the carry it was given, in number, shapes and dtypes. */
  readonly carry: readonly Node[];
  readonly outputs: readonly Node[];
}

export interface LoopOptions {
  /** The carry before the first step. */
  readonly carry: readonly Node[];
  /** Arrays [steps, ...], of which every step sees one slice. */
  readonly slices: readonly Node[];
  readonly steps: number;
  /** From the last slice to the first. */
  readonly reverse: boolean;
}

/** The results of a loop; those that nobody uses are not computed. */
export interface Loop {
  /** The carry after the last step. */
  readonly final: readonly Node[];
  /** [steps, ...]: what the step made, at the place of its slices. */
  readonly outputs: readonly Node[];
}

/**
 * Repeats a step, which is traced once. What the step closes over is found here and handed to the body as constants,
 * so that the body reads nothing but its own inputs and whatever does not change from step to step is computed once.
 */
export const loop = (
  { carry, slices, steps, reverse }: LoopOptions,
  trace: (carry: readonly Node[], slices: readonly Node[]) => Step,
): Loop => {
  const places = [
    ...carry.map((start, index) => input(index, start.shape, start.dtype)),
    ...slices.map((array, index) => input(carry.length + index, array.shape.slice(1), array.dtype)),
  ];
  const step = trace(places.slice(0, carry.length), places.slice(carry.length));
  checkCarry(carry, step.carry);
  const { results, constants } = closed([...step.carry, ...step.outputs], places);
  const read = new Set(inOrder(results));
  const used = slices
    .map((array, index) => ({ array, place: places[carry.length + index] }))
    .filter(({ place }) => read.has(place));
  const body: Body = {
    inputs: [...places.slice(0, carry.length), ...[...used, ...constants].map(({ place }) => place)],
    carries: carry.length,
    slices: used.length,
    results,
  };
  const operation = { kind: "loop", body, steps, reverse } as const;
  // A loop has no array of its own: its results are nodes over it.
  const token = node(
    operation,
    [...carry, ...used.map(({ array }) => array), ...constants.map(({ outside }) => outside)],
    [],
    "uint8",
  );
  return {
    final: carry.map(({ shape, dtype }, index) => node({ kind: "final", carry: index }, [token], shape, dtype)),
    outputs: step.outputs.map(({ shape, dtype }, index) =>
      node({ kind: "stacked", output: index }, [token], [steps, ...shape], dtype),
    ),
  };
};

/** [steps, ...]: a carry as it was before the step that took each slice. */
export const historyOf = (token: Node, carry: number): Node => {
  const { operation, inputs } = token;
  if (operation.kind !== "loop") throw new Error("not a loop");
  const { shape, dtype } = inputs[carry];
  return node({ kind: "history", carry }, [token], [operation.steps, ...shape], dtype);
};

/** The results of a body for other inputs. */
export const instantiate = (body: Body, inputs: readonly Node[]): Node[] => {
  const replaced = new Map<Node, Node>(body.inputs.map((place, index) => [place, inputs[index]]));
  for (const each of inOrder(body.results)) {
    if (!replaced.has(each)) replaced.set(each, withInputs(each, each.inputs.map(found(replaced))));
  }
  return body.results.map(found(replaced));
};

interface Constant {
  readonly outside: Node;
  readonly place: Node;
}

/** Results that read nothing but `places` and constants: what does not depend on a place stays outside the loop. */
const closed = (results: readonly Node[], places: readonly Node[]) => {
  const replaced = new Map<Node, Node>(places.map((place) => [place, place]));
  const constants: Constant[] = [];
  const constant = (outside: Node): Node => {
    const known = replaced.get(outside);
    if (known) return known;
    const inside = (): Node => {
      const { kind } = outside.operation;
      if (kind === "literal" || kind === "iota") return outside;
      // A step repeats what it needs; outside, the repeated array would be in memory.
      if (kind === "expand") return withInputs(outside, outside.inputs.map(constant));
      if (kind === "reshape" && repeats(outside.inputs[0])) return withInputs(outside, outside.inputs.map(constant));
      const place = input(places.length + constants.length, outside.shape, outside.dtype);
      constants.push({ outside, place });
      return place;
    };
    const result = inside();
    replaced.set(outside, result);
    return result;
  };
  const varying = new Set<Node>(places);
  for (const each of inOrder(results)) {
    if (varying.has(each) || !each.inputs.some((from) => varying.has(from))) continue;
    varying.add(each);
    replaced.set(
      each,
      withInputs(
        each,
        each.inputs.map((from) => replaced.get(from) ?? constant(from)),
      ),
    );
  }
  return { results: results.map((each) => replaced.get(each) ?? constant(each)), constants };
};

const repeats = ({ operation }: Node): boolean => operation.kind === "expand" || operation.kind === "literal";

const withInputs = (original: Node, inputs: readonly Node[]): Node =>
  inputs.every((from, index) => from === original.inputs[index])
    ? original
    : node(original.operation, inputs, original.shape, original.dtype);

const found =
  (replaced: ReadonlyMap<Node, Node>) =>
  (original: Node): Node => {
    const own = replaced.get(original);
    if (!own) throw new Error(`node ${original.id} used before it was visited`);
    return own;
  };

const checkCarry = (before: readonly Node[], after: readonly Node[]): void => {
  const shown = ({ dtype, shape }: { readonly dtype: string; readonly shape: Shape }) => `${dtype} ${showShape(shape)}`;
  if (before.length !== after.length) {
    throw new ThalwegError(
      "shape",
      `scan: the body must return a carry of the same form, got ${after.length} tensors for ${before.length}`,
    );
  }
  before.forEach((start, index) => {
    const next = after[index];
    if (sameShape(start.shape, next.shape) && start.dtype === next.dtype) return;
    throw new ThalwegError(
      "shape",
      `scan: the body must return a carry of the same shapes and dtypes, got ${shown(next)} for ${shown(start)} ` +
        `(tensor ${index}); begin with the shape it comes to`,
    );
  });
};
