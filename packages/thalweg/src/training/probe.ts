import type { NamedArrays } from "./callback.ts";

/** What a callback wants measured with an update beside norms and activations, which every probe has. */
export interface ProbeRequest {
  /** The gradient once more: after the update on the same batch, and on both halves of the batch. Three passes more. */
  readonly turn?: boolean;
  /** The ends of the Hessian's spectrum, by products with vectors, each about two passes. */
  readonly curvature?: boolean;
  /** A copy of the gradient. */
  readonly gradients?: boolean;
}

/** An update looked at more closely; the update itself is the same, to the bit, as without. Norms are Euclidean. */
export interface Probe {
  /** The update, from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Examples of the batch. */
  readonly examples: number;
  /** Of the batch, before the update. */
  readonly loss: number;
  /** Of the gradient that the optimizer is given, penalties included, before anything is clipped. */
  readonly gradientNorm: number;
  /** Before the update. */
  readonly weightNorm: number;
  /** Of the change of the weights. */
  readonly updateNorm: number;
  readonly parameters: readonly ParameterProbe[];
  readonly layers: readonly LayerProbe[];
  readonly turn?: TurnProbe;
  readonly curvature?: CurvatureProbe;
  readonly gradients?: NamedArrays;
}

/** One parameter: `dense/weight`. */
export interface ParameterProbe {
  readonly name: string;
  /** Numbers in it. */
  readonly size: number;
  readonly gradientNorm: number;
  readonly weightNorm: number;
  readonly updateNorm: number;
}

/** What one layer gives for the batch. A unit is a place on the last axis: a neuron, or a channel. */
export interface LayerProbe {
  /** Path of the layer, such as `dense_1`. */
  readonly layer: string;
  readonly mean: number;
  readonly deviation: number;
  /** The largest absolute value. */
  readonly largest: number;
  /** Part of the numbers that are exactly 0. */
  readonly zeros: number;
  /** Part of the units that give 0 for every example. */
  readonly dead: number;
  /** Part of the numbers within 2 % of the range's ends, for layers whose function has ends on both sides: sigmoid, tanh. */
  readonly saturated?: number;
}

/** The same batch after the update, and its halves before it. g: gradient before, g′: after, Δ: the change of the weights. */
export interface TurnProbe {
  /** Loss of the batch after the update, with the same random masks. */
  readonly lossAfter: number;
  /** Between g and g′: −1 for a step across a valley, near 1 for a step much shorter than the loss bends. */
  readonly cosine: number;
  /** g·Δ, what the loss falls by to first order; below 0 where the step leads down. */
  readonly slopeBefore: number;
  /** g′·Δ; above 0 where the step went past the lowest place on its way. */
  readonly slopeAfter: number;
  /** Between the gradients of the two halves of the batch; left out where halves are too small. */
  readonly halves?: number;
  /** Their inner product: the squared norm of the true gradient, without the noise. */
  readonly signal?: number;
  /** Trace of the covariance of one example's gradient. With `signal`, the gradient noise scale noise/signal. */
  readonly noise?: number;
}

/** Of what is minimized on this batch, the penalty l2 included, before the update. */
export interface CurvatureProbe {
  readonly largest: number;
  /** Below 0 where the loss bends down. */
  readonly smallest: number;
  /** Products with the Hessian that were taken. */
  readonly products: number;
}

/** Where a value that is not finite arose first. */
export interface NonFinite {
  /** The update that could not be made, from 1. */
  readonly step: number;
  readonly pass: "inputs" | "weights" | "forward" | "loss" | "backward";
  /** Path of the layer, where it is one's. */
  readonly layer?: string;
  /** Such as `exp`, `matmul`, or a parameter's name. */
  readonly operation: string;
  readonly value: "NaN" | "Infinity";
}
