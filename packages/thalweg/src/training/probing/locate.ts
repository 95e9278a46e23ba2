import type { Node } from "../../graph/index.ts";
import { sizeOf } from "../../graph/index.ts";
import { isFloat } from "../../kernels/dtype.ts";
import type { Watched } from "../../layers/index.ts";
import { concat, Tensor } from "../../tensor/index.ts";
import { differentiate } from "../gradients.ts";
import type { NonFinite } from "../probe.ts";
import { type Look, probing, report } from "../program.ts";
import { nextKnobs, type Running } from "../running.ts";
import { unlessForMemory } from "../stepping.ts";
import { singleLayer } from "./layer-facts.ts";
import { lookedOf } from "./looked.ts";

export const locatingVariant = "locating";

/** A value on the way from the inputs to the gradient, in the order in which values arise. */
export interface Place extends Pick<NonFinite, "pass" | "layer" | "operation"> {
  /** Places of the values it is computed from. */
  readonly from: readonly number[];
}

/** Operations that only put values elsewhere. */
const moves: readonly string[] = [
  "reshape",
  "permute",
  "expand",
  "slice",
  "pad",
  "windows",
  "assemble",
  "gather",
  "alias",
];
/** What begins a graph, apart from what a program is given. */
const starts: readonly string[] = ["literal", "scalar", "knob", "iota", "loop"];

/** The inputs a node's values follow from; a composed one also has the graph that it stands for. */
const inputsOf = ({ operation, inputs }: Node): readonly Node[] =>
  operation.kind === "composed" ? inputs.slice(0, -1) : inputs;

/** Nodes below others that `known` has not, inputs first; without recursion, so that graphs may be deep. */
const below = (outputs: readonly Node[], known: ReadonlySet<Node>): Node[] => {
  const order: Node[] = [];
  const seen = new Set<Node>(known);
  const stack: { readonly node: Node; next: number }[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, next: 0 });
  };
  for (const output of outputs) {
    visit(output);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const inputs = inputsOf(top.node);
      if (top.next < inputs.length) visit(inputs[top.next++]);
      else {
        stack.pop();
        order.push(top.node);
      }
    }
  }
  return order;
};

const operationOf = ({ operation }: Node): string => {
  if (operation.kind === "elementwise" || operation.kind === "reduce") return operation.name;
  if (operation.kind === "composed") return operation.rule.name;
  return operation.kind === "call" ? operation.routine : operation.kind;
};

/** The layer of the forward values among a node's inputs, or else of any of its inputs. */
const layerBehind = (node: Node, layers: ReadonlyMap<Node, string>, ahead: ReadonlySet<Node>): string | undefined => {
  const inputs = inputsOf(node).filter((input) => layers.has(input));
  const [nearest] = [...inputs.filter((input) => ahead.has(input)), ...inputs];
  return nearest && layers.get(nearest);
};

/** All values of a forward and a backward pass that could be the first that is not finite. */
const placesOf = ({ recipe, state, batch, random }: Look) => {
  const layers = new Map<Node, string>();
  const take = ({ path, y }: Watched): void => {
    for (const node of below([y.node], new Set(layers.keys()))) layers.set(node, path);
  };
  const step = differentiate(recipe, state, state.weights, batch, random, take);
  for (const layer of singleLayer(recipe, step.applied.y)) take(layer);
  const forward = below([step.loss.node], new Set());
  const ahead = new Set(forward);
  const backward = below(
    step.gradients.map(({ node }) => node),
    ahead,
  );
  const positions = new Map<Node, readonly number[]>();
  const places: Place[] = [];
  const nodes: Node[] = [];
  const add = (node: Node, place: Place): void => {
    positions.set(node, [nodes.push(node) - 1]);
    places.push(place);
  };
  for (const [name, { node }] of [
    ["inputs", batch.x],
    ["targets", batch.y],
  ] as const) {
    if (isFloat(node.dtype)) add(node, { pass: "inputs", operation: name, from: [] });
  }
  for (const [index, { node }] of step.parameters.entries()) {
    const { name } = recipe.layout.ranges[index];
    add(node, { pass: "weights", operation: name, from: [] });
  }
  for (const node of [...forward, ...backward]) {
    if (positions.has(node)) continue;
    const from = [...new Set(inputsOf(node).flatMap((input) => positions.get(input) ?? []))];
    const isForward = ahead.has(node);
    // A gradient belongs to the layer whose values it is computed from.
    const layer = layers.get(node) ?? (isForward ? undefined : layerBehind(node, layers, ahead));
    if (layer !== undefined) layers.set(node, layer);
    const { kind } = node.operation;
    if (!isFloat(node.dtype) || moves.includes(kind) || starts.includes(kind) || kind === "input" || kind === "leaf") {
      positions.set(node, from);
      continue;
    }
    const pass = isForward ? (layer === undefined ? "loss" : "forward") : "backward";
    add(node, { pass, operation: operationOf(node), from, ...(layer !== undefined && { layer }) });
  }
  return { places, values: nodes.map((node) => new Tensor(node)), gradient: step.gradient };
};

/** Of each place two sums: one that is NaN where a value is not finite, its exponent all ones, and how many are NaN. */
export const traceLocating = (look: Look): { readonly places: readonly Place[]; readonly outputs: Tensor } => {
  const { places, values, gradient } = placesOf(look);
  const sums = values.flatMap((x) => [x.sub(x).sum(), x.ne(x).toType("float32").sum()]);
  const squares = look.recipe.layout.ranges.map(({ offset, shape }) =>
    gradient
      .slice([offset, offset + sizeOf(shape)])
      .square()
      .sum(),
  );
  return { places, outputs: concat([report([...sums, ...squares])]) };
};

/** Computes the batch that was left out again, and looks for the first value that is not finite. */
export const locateNonFinite = async (running: Running): Promise<NonFinite | undefined> => {
  const { leftOut: inputs, program, attempts, recipe } = running;
  if (!inputs) return undefined;
  const looked = lookedOf(running);
  const { knobs } = nextKnobs(running);
  const given = { inputs, knobs, training: true, step: attempts - 1 };
  const output = await program.run({ ...given, variant: probing + locatingVariant }).catch(unlessForMemory);
  if (!output) return undefined;
  const numbers = await output.data();
  const step = running.step + 1;
  const { places } = looked;
  const isBad = places.map((_, index) => Number.isNaN(numbers[2 * index]));
  const first = places.findIndex(({ from }, index) => isBad[index] && !from.some((input) => isBad[input]));
  if (first >= 0) {
    const { from: _, ...place } = places[first];
    return { step, ...place, value: numbers[2 * first + 1] > 0 ? "NaN" : "Infinity" };
  }
  const squares = numbers.subarray(2 * places.length);
  const large = recipe.layout.ranges.findIndex((_, index) => !Number.isFinite(squares[index]));
  if (large < 0) return undefined;
  const { name } = recipe.layout.ranges[large];
  const layer = name.split("/").slice(0, -1).join("/");
  const operation = `square of the gradient of ${name}`;
  return { step, pass: "backward", ...(layer && { layer }), operation, value: "Infinity" };
};
