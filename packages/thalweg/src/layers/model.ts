import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { layerName } from "./checks.ts";
import { type Built, type Layer, type LayerContext, layerKind, type OutputKind, showBatched } from "./layer.ts";
import { combinedLimits, type Member } from "./limits.ts";
import { type Use, usesOf } from "./model-uses.ts";
import { applyInside, contextOf, prefixed } from "./nested.ts";
import { type SummaryOptions, summary } from "./summary.ts";
import type { Symbolic } from "./symbolic.ts";

/** A layer made of symbolic values, which knows the shape of its input. */
export interface Model extends Layer {
  readonly inputShape: Shape;
  /** The model as a table, see `summary`. */
  summary(options?: SummaryOptions): string;
}

/**
 * A model from the value it begins with to the value it ends in, with everything between: branches that
 * `add` and `concatenate` join, and layers applied more than once. Parameters carry the names of their
 * layers, as in `sequential`.
 *
 * @example
 * const x = input([28, 28, 1]);
 * const h = x.apply(flatten()).apply(dense(64, { activation: relu() }));
 * const y = add(h, h.apply(dense(64, { activation: relu() }))).apply(dense(10));
 * const network = model(x, y);
 * Object.keys(network.build([28, 28, 1]).parameters).length; // 6
 */
export const model = (from: Symbolic, to: Symbolic, { name }: { readonly name?: string } = {}): Model => {
  const own = layerName(name, "model");
  const uses = usesOf(from, to);
  const build = (inputShape: Shape, path?: string): Built => {
    if (!sameShape(inputShape, from.shape)) {
      throw new ThalwegError(
        "layer",
        `${path ?? own}: expected input ${showBatched(from.shape)}, as its input() says, got ${showBatched(inputShape)}`,
      );
    }
    const members = membersOf(uses, path);
    const inside = members.map(({ name: part, kind, built }) => ({ name: part, kind, built }));
    return {
      outputShape: to.shape,
      parameters: Object.assign({}, ...members.map(({ name: part, built }) => prefixed(part, built.parameters))),
      state: Object.assign({}, ...members.map(({ name: part, built }) => prefixed(part, built.state))),
      ...combinedLimits(members),
      parts: inside,
    };
  };
  const result: Model = {
    name: own,
    outputKind: kindOf(to),
    inputShape: from.shape,
    build,
    apply: (x, context) => {
      const values = new Map<Symbolic, Tensor>([[from, x]]);
      const state: Record<string, Tensor> = {};
      for (const use of uses) {
        const inputs = use.inputs.map((each) => computedValue(values, each));
        if (use.kind === "merge") {
          values.set(use.value, use.merge.apply(inputs));
          continue;
        }
        // A layer used again goes on from the state its last use left, and draws masks of its own.
        const own = contextFor(use, { ...context, state: { ...context.state, ...state } });
        const applied = applyInside(use.name, use.layer, inputs[0], context, own);
        values.set(use.value, applied.y);
        Object.assign(state, prefixed(use.name, applied.state ?? {}));
      }
      return { y: computedValue(values, to), state };
    },
    summary: (options) => summary(result, from.shape, options),
  };
  return result;
};

const contextFor = ({ name, again }: Use, context: LayerContext): LayerContext => {
  const own = contextOf(name, context);
  return again === 0 ? own : { ...own, random: own.random.at(`use_${again}`) };
};

const computedValue = (values: ReadonlyMap<Symbolic, Tensor>, symbolic: Symbolic): Tensor => {
  const value = values.get(symbolic);
  if (value) return value;
  throw new ThalwegError("argument", "model: a value was asked for before it was computed");
};

/** Every layer once, built; a layer used again must need the same parameters. */
const membersOf = (
  uses: readonly Use[],
  path: string | undefined,
): (Member & { readonly name: string; readonly kind: string })[] => {
  const members = new Map<string, Member & { readonly name: string; readonly kind: string; readonly shape: Shape }>();
  for (const use of uses) {
    const { name, value, inputs } = use;
    const [{ shape }] = inputs;
    const place = path === undefined ? name : `${path}/${name}`;
    const built =
      use.kind === "merge" ? { outputShape: value.shape, parameters: {}, state: {} } : use.layer.build(shape, place);
    const first = members.get(name);
    const kind = use.kind === "merge" ? name : layerKind(use.layer);
    if (!first) members.set(name, { name, kind, built, shape, seesInput: inputs.some(isInput) });
    else if (shapesOf(first.built) !== shapesOf(built)) {
      throw new ThalwegError(
        "layer",
        `${place}: one layer is applied to ${showBatched(first.shape)} and ${showBatched(shape)}, which need other ` +
          "parameters; make a second layer",
      );
    }
  }
  return [...members.values()];
};

const shapesOf = ({ parameters, state }: Built): string =>
  [...Object.entries(parameters), ...Object.entries(state)].map(([name, { shape }]) => `${name}[${shape}]`).join();

/** Whether a value is the input, or the input through layers that keep what its numbers are. */
const isInput = ({ origin }: Symbolic): boolean => {
  if (origin.kind === "input") return true;
  return origin.kind === "layer" && origin.layer.outputKind === "unchanged" && isInput(origin.from);
};

const kindOf = ({ origin }: Symbolic): OutputKind => {
  if (origin.kind === "input") return "unchanged";
  if (origin.kind === "merge") return "values";
  const kind = origin.layer.outputKind ?? "unknown";
  return kind === "unchanged" ? kindOf(origin.from) : kind;
};
