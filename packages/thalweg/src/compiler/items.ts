import { inOrder } from "../graph/in-order.ts";
import type { Node, Operation } from "../graph/node.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { DType } from "../kernels/dtype.ts";
import { loopItems } from "./loop-items.ts";
import type { LoopUse } from "./loops.ts";

export { inOrder };

/** A node as the compiler sees it: equal ones merged, aliases gone, numbers turned into knobs. */
export interface Item {
  readonly index: number;
  readonly operation:
    | Exclude<Operation, { kind: "loop" | "final" | "history" }>
    | LoopOperation
    | { readonly kind: "number"; readonly knob: number }
    | { readonly kind: "copy"; readonly unique: number }
    /** Values of a loop's carry in the order of its steps: the first one, then what each step left. */
    | { readonly kind: "carries"; readonly carry: number };
  readonly inputs: readonly Item[];
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A loop whose step is a program. Inputs: first carries, arrays to slice, constants. */
export interface LoopOperation {
  readonly kind: "loop";
  readonly step: Program;
  /** The input that each source of the step stands for. */
  readonly sources: readonly number[];
  readonly carries: number;
  readonly slices: number;
  readonly steps: number;
  readonly reverse: boolean;
  readonly use: LoopUse;
}

type Assemble = Extract<Operation, { kind: "assemble" }>;

/** Where in an assembled array a part begins. */
export interface Placement {
  readonly parent: Item;
  readonly part: Item;
  readonly start: number;
}

/** A graph made ready for compiling. */
export interface Program {
  readonly items: Item[];
  /** Items of the requested nodes, in their order, each with memory of its own. */
  readonly outputs: readonly Item[];
  /** Items computed straight into a range of an `assemble`. */
  readonly placed: ReadonlyMap<Item, Placement>;
  /** Nodes whose numbers are knobs, in order. */
  readonly numbers: readonly Node[];
  /** Nodes with values of their own, in order: leaves and inputs. */
  readonly sources: readonly Node[];
  /** Equal for graphs that compile to the same plan. */
  readonly key: string;
}

/** `dirty`: outputs go to memory that was not zero from the start. */
export const programOf = (outputs: readonly Node[], dirty = false): Program => {
  const items: Item[] = [];
  const known = new Map<string, Item>();
  const byNode = new Map<Node, Item>();
  const numbers: Node[] = [];
  const sources: Node[] = [];
  const keys: string[] = [];
  const add = (operation: Item["operation"], inputs: readonly Item[], shape: Shape, dtype: DType): Item => {
    const key = `${signature(operation)}(${inputs.map((item) => item.index)})${dtype}[${shape}]`;
    const same = known.get(key);
    if (same) return same;
    const item = { index: items.length, operation, inputs, shape, dtype };
    items.push(item);
    known.set(key, item);
    keys.push(key);
    return item;
  };
  const placed = new Map<Item, Placement>();
  const copy = (item: Item): Item => add({ kind: "copy", unique: items.length }, [item], item.shape, item.dtype);
  // A part is written in place when its range is contiguous and nothing else decides where it lies.
  const assembled = (operation: Assemble, parts: readonly Item[], shape: Shape, dtype: DType): Item => {
    const contiguous = shape.slice(0, operation.axis).every((extent) => extent === 1);
    const taken = new Set<Item>();
    const own = parts.map((part) => {
      const base = baseOf(part);
      const direct =
        contiguous && isComputed(base) && base.operation.kind !== "assemble" && !placed.has(base) && !taken.has(base);
      if (direct) taken.add(base);
      return direct ? part : copy(part);
    });
    const parent = add(operation, own, shape, dtype);
    own.forEach((part, position) => {
      if (!placed.has(baseOf(part))) placed.set(baseOf(part), { parent, part, start: operation.starts[position] });
    });
    return parent;
  };
  const order = inOrder(outputs);
  const loops = loopItems(order, add, programOf);
  for (const node of order) {
    const inputs = node.inputs.map((input) => itemOf(byNode, input));
    const { operation, shape, dtype } = node;
    if (operation.kind === "alias") byNode.set(node, inputs[0]);
    else if (operation.kind === "composed") byNode.set(node, inputs[inputs.length - 1]);
    else if (operation.kind === "scalar" || operation.kind === "knob") {
      const knob =
        operation.kind === "knob" ? numbers.findIndex((other) => sameKnob(other, operation.name, dtype)) : -1;
      if (knob < 0) numbers.push(node);
      byNode.set(node, add({ kind: "number", knob: knob < 0 ? numbers.length - 1 : knob }, [], shape, dtype));
    } else if (operation.kind === "leaf" || operation.kind === "input") {
      // Two leaves over one storage are one source.
      const source = sources.findIndex((other) => other === node || sharesStorage(other, node));
      if (source < 0) sources.push(node);
      const input = { kind: "input" as const, index: source < 0 ? sources.length - 1 : source };
      const flat = add(input, [], [sizeOf(shape)], dtype);
      byNode.set(node, shape.length === 1 ? flat : add({ kind: "reshape" }, [flat], shape, dtype));
    } else if (operation.kind === "loop") byNode.set(node, loops.loop(node, operation, inputs));
    else if (operation.kind === "final") byNode.set(node, loops.final(inputs[0], operation.carry));
    else if (operation.kind === "history") byNode.set(node, loops.history(inputs[0], operation.carry));
    else if (operation.kind === "assemble") byNode.set(node, assembled(operation, inputs, shape, dtype));
    else byNode.set(node, add(operation, inputs, shape, dtype));
  }
  const claimed = new Set<Item>();
  const results = outputs.map((output) => {
    const base = baseOf(itemOf(byNode, output));
    const free = isComputed(base) && !placed.has(base) && !claimed.has(base);
    const own = free && !(dirty && hasGaps(base)) ? base : copy(base);
    claimed.add(own);
    return own;
  });
  return {
    items,
    outputs: results,
    placed,
    numbers,
    sources,
    key: `${keys.join(";")}>${results.map((item) => item.index)}`,
  };
};

/** Whether an item has memory that a kernel or product writes, so that the place of it can be chosen. */
const isComputed = (item: Item): boolean => {
  const { kind } = item.operation;
  return kind !== "input" && kind !== "number" && kind !== "literal";
};

const sameKnob = (node: Node, name: string, dtype: DType): boolean =>
  node.operation.kind === "knob" && node.operation.name === name && node.dtype === dtype;

const sharesStorage = (a: Node, b: Node): boolean =>
  a.operation.kind === "leaf" && b.operation.kind === "leaf" && a.operation.storage === b.operation.storage;

const itemOf = (byNode: ReadonlyMap<Node, Item>, node: Node): Item => {
  const item = byNode.get(node);
  if (!item) throw new Error(`node ${node.id} used before it was visited`);
  return item;
};

const signature = (operation: Item["operation"]): string => {
  if (operation.kind === "literal") return `literal ${Object.is(operation.value, -0) ? "-0" : operation.value}`;
  if (operation.kind === "pad") return `pad ${operation.before} ${operation.value}`;
  if (operation.kind === "loop") {
    const { step, sources, carries, slices, steps, reverse, use } = operation;
    const shape = `${steps} ${reverse} ${carries} ${slices} [${sources}] [${use.outputs}] [${[...use.histories]}]`;
    return `loop ${shape} {${step.key}}`;
  }
  return JSON.stringify(operation);
};

/** Whether an item is a part of an assembled array that lies there in pieces. */
export const isStrided = (item: Item, { placed }: Pick<Program, "placed">): boolean => {
  const parent = placed.get(item)?.parent;
  return (
    parent?.operation.kind === "assemble" && parent.shape.slice(0, parent.operation.axis).some((extent) => extent !== 1)
  );
};

/** Whether parts leave elements of an assembled array to be zero. */
export const hasGaps = (item: Item): boolean =>
  item.operation.kind === "assemble" &&
  item.inputs.reduce((total, part) => total + sizeOf(part.shape), 0) < sizeOf(item.shape);

export const isMovement = (item: Item): boolean =>
  item.operation.kind === "reshape" ||
  item.operation.kind === "permute" ||
  item.operation.kind === "expand" ||
  item.operation.kind === "slice" ||
  item.operation.kind === "pad" ||
  item.operation.kind === "windows";

/** The item whose memory `item` shares when it is stored: below reshapes. */
export const baseOf = (item: Item): Item => {
  let base = item;
  while (base.operation.kind === "reshape") base = base.inputs[0];
  return base;
};
