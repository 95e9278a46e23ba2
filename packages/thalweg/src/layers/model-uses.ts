import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Layer, showBatched } from "./layer.ts";
import type { Merge, Symbolic } from "./symbolic.ts";

/** A step of a model: a layer or a merge applied to values that are there. */
export type Use = {
  /** The name of the layer in the model. */
  readonly name: string;
  /** How often the layer was used before. */
  readonly again: number;
  readonly inputs: readonly Symbolic[];
  readonly value: Symbolic;
} & ({ readonly kind: "layer"; readonly layer: Layer } | { readonly kind: "merge"; readonly merge: Merge });

/** Everything between two values, in the order it was written. */
export const usesOf = (from: Symbolic, to: Symbolic): Use[] => {
  const between = valuesBetween(from, to);
  const names = namesOf(between);
  const used = new Map<string, number>();
  return between.flatMap((value): Use[] => {
    const { origin } = value;
    if (origin.kind === "input") return [];
    const name = names.get(keyOf(value)) ?? "";
    const again = used.get(name) ?? 0;
    used.set(name, again + 1);
    return origin.kind === "layer"
      ? [{ kind: "layer", layer: origin.layer, name, again, inputs: [origin.from], value }]
      : [{ kind: "merge", merge: origin.merge, name, again, inputs: origin.from, value }];
  });
};

const valuesBetween = (from: Symbolic, to: Symbolic): Symbolic[] => {
  const found = new Set<Symbolic>();
  let isConnected = false;
  const visit = (value: Symbolic): void => {
    if (value === from) isConnected = true;
    if (value === from || found.has(value)) return;
    const { origin } = value;
    if (origin.kind === "input") {
      throw new ThalwegError(
        "argument",
        `model: the output also comes from another input, ${showBatched(value.shape)}; a model has one input, whose ` +
          "parts can be taken by functions as layers",
      );
    }
    found.add(value);
    if (origin.kind === "layer") visit(origin.from);
    else origin.from.forEach(visit);
  };
  visit(to);
  if (found.size === 0) {
    throw new ThalwegError("argument", "model: the output is the input itself; apply at least one layer");
  }
  if (!isConnected) {
    throw new ThalwegError("argument", "model: the output does not come from the input; apply the layers to it");
  }
  return [...found].sort((a, b) => a.order - b.order);
};

/** A layer is one however often it is used; every merge is its own. */
const keyOf = (value: Symbolic): object => (value.origin.kind === "layer" ? value.origin.layer : value);

/** Names by layer: those given, and for all others their kinds, numbered from the second. */
const namesOf = (values: readonly Symbolic[]): Map<object, string> => {
  const names = new Map<object, string>();
  const taken = new Set<string>();
  for (const value of values) {
    const { origin } = value;
    if (origin.kind !== "layer" || origin.name === undefined) continue;
    const { layer, name } = origin;
    const before = names.get(layer);
    if (before !== undefined && before !== name) {
      throw new ThalwegError("argument", `model: one layer is named "${before}" and "${name}"; name it once`);
    }
    if (before === undefined && taken.has(name)) {
      throw new ThalwegError("argument", `model: two layers are named "${name}"; give each a name of its own`);
    }
    names.set(layer, name);
    taken.add(name);
  }
  for (const value of values) {
    const { origin } = value;
    const key = keyOf(value);
    if (origin.kind === "input" || names.has(key)) continue;
    const kind = origin.kind === "layer" ? origin.layer.name : origin.merge.name;
    let name = kind;
    for (let number = 1; taken.has(name); number++) name = `${kind}_${number}`;
    taken.add(name);
    names.set(key, name);
  }
  return names;
};
