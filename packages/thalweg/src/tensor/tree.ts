import { ThalwegError } from "../errors/thalweg-error.ts";
import { sameShape } from "../graph/shape.ts";
import { Tensor } from "./tensor.ts";

/** Tensors in nested arrays and objects, such as the parameters of a model. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };

/** The tensors of a tree, objects by name in sorted order. */
export const flatten = (tree: Tree): Tensor[] => {
  if (tree instanceof Tensor) return [tree];
  return entriesOf(tree).flatMap(([, branch]) => flatten(branch));
};

/** A tree of the same form with `tensors` in the order of `flatten`. */
export const unflatten = <T extends Tree>(like: T, tensors: readonly Tensor[]): T => {
  let next = 0;
  const fill = (tree: Tree): Tree => {
    if (tree instanceof Tensor) return tensors[next++];
    if (isList(tree)) return tree.map(fill);
    return Object.fromEntries(entriesOf(tree).map(([name, branch]) => [name, fill(branch)]));
  };
  const filled = fill(like);
  if (next !== tensors.length)
    throw new ThalwegError("argument", `a tree of ${next} tensors cannot take ${tensors.length}`);
  return filled as T;
};

/** Two trees describe the same form when their paths are equal. */
export const pathsOf = (tree: Tree, prefix = ""): string[] => {
  if (tree instanceof Tensor) return [prefix];
  return entriesOf(tree).flatMap(([name, branch]) => pathsOf(branch, prefix ? `${prefix}/${name}` : name));
};

/** Whether two trees have the same form, and tensors of the same dtypes and shapes in it. */
export const sameForm = (a: Tree, b: Tree): boolean => {
  if (a instanceof Tensor || b instanceof Tensor)
    return a instanceof Tensor && b instanceof Tensor && a.dtype === b.dtype && sameShape(a.shape, b.shape);
  if (isList(a) || isList(b))
    return isList(a) && isList(b) && a.length === b.length && a.every((branch, index) => sameForm(branch, b[index]));
  for (const name in a) if (!Object.hasOwn(b, name) || !sameForm(a[name], b[name])) return false;
  for (const name in b) if (!Object.hasOwn(a, name)) return false;
  return true;
};

const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree);

const entriesOf = (tree: Exclude<Tree, Tensor>): [string, Tree][] => {
  const entries = Object.entries(tree);
  return Array.isArray(tree) ? entries : entries.sort(([a], [b]) => (a < b ? -1 : 1));
};
