import type { Shape } from "../graph/index.ts";
import type { Draws, Tensor } from "../tensor/index.ts";
import type { Initializer } from "./initializers/initializer.ts";

/** An array that training changes. */
export interface ParameterSpec {
  readonly shape: Shape;
  /** Where its first values come from. */
  readonly initializer: Initializer;
  /** What it does: only weights are usually decayed. */
  readonly kind: "weight" | "bias" | "scale" | "shift";
}

/** An array that a layer carries from step to step without gradients, such as a moving mean. */
export interface StateSpec {
  readonly shape: Shape;
  /** The value every element begins with. */
  readonly start: number;
}

/** What inputs must keep to, known once a model is built; `layer` is the path of the one that asks for it. */
export interface Limits {
  /** Inputs are whole numbers from 0 to count − 1. */
  readonly ids?: { readonly count: number; readonly layer: string };
  /** Batches to learn from have at least this many examples. */
  readonly batch?: { readonly least: number; readonly layer: string };
}

/** What a layer needs for a given input; shapes are without the batch axis. */
export interface Built {
  readonly outputShape: Shape;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly state: Readonly<Record<string, StateSpec>>;
  readonly limits?: Limits;
  /** The kind of the activation that its output goes through: that of `dense/activation`. */
  readonly activation?: string;
  /** The layers inside, in order, which a summary shows one by one. */
  readonly parts?: readonly { readonly name: string; readonly kind: string; readonly built: Built }[];
}

/** What a layer inside a model has given. */
export interface Watched {
  /** Of the layer, such as `dense_1`; those inside others have a path, `block/dense`. */
  readonly path: string;
  /** What it computes, such as `relu`. */
  readonly kind: string;
  /** [batch, ...] */
  readonly y: Tensor;
}

/** What a layer works with beside its input; names are those of `Built`. */
export interface LayerContext {
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly state: Readonly<Record<string, Tensor>>;
  readonly training: boolean;
  /** Share of this batch in moving statistics, in place of the layer's own momentum. */
  readonly statisticsShare?: Tensor;
  /** Random tensors under the layer's own path. */
  readonly random: Draws;
  /** Hears of each layer inside, once it is applied; inner layers come before those around them. */
  readonly watch?: (seen: Watched) => void;
}

/** A layer's result and its next state, which the caller commits or drops; state left out stays as it is. */
export interface Applied {
  readonly y: Tensor;
  readonly state?: Readonly<Record<string, Tensor>>;
}

/** What the numbers of a layer's output are; "unchanged": whatever its input was. */
export type OutputKind = "probabilities" | "values" | "unchanged" | "unknown";

/**
 * A part of a model as a small value without weights of its own: `build` says what it needs, `apply`
 * computes. The same layer listed twice makes two layers.
 */
export interface Layer {
  readonly name: string;
  /** What it computes, such as `relu`, however it is called; its name when left out. */
  readonly kind?: string;
  /** "unknown" when left out. */
  readonly outputKind?: OutputKind;
  /** inputShape: without the batch axis. `path` names the layer in errors; its own name unless said. */
  build(inputShape: Shape, path?: string): Built;
  /** x: [batch, ...inputShape]. Pure: it runs while programs are traced. */
  apply(x: Tensor, context: LayerContext): Applied;
}

/** Wherever a layer is accepted, any function on tensors is one: [batch, ...] → [batch, ...]. */
export type LayerLike = Layer | ((x: Tensor) => Tensor);

/** What a layer computes. */
export const layerKind = ({ kind, name }: Layer): string => kind ?? name;

/** The kind of a layer's output, as far as it is known. */
export const outputKind = (layer: Layer): OutputKind => layer.outputKind ?? "unknown";

/** A shape without the batch axis, with it: `[batch, 28, 28]`. */
export const showBatched = (shape: Shape): string => `[${["batch", ...shape].join(", ")}]`;
