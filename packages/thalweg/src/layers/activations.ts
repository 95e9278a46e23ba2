import * as functions from "../tensor/activations.ts";
import type { Tensor } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import type { Layer, OutputKind } from "./layer.ts";

/** Options of every activation layer. */
export interface ActivationOptions {
  readonly name?: string;
}

const activation = (
  kind: string,
  { name }: ActivationOptions,
  compute: (x: Tensor) => Tensor,
  outputKind: OutputKind = "values",
): Layer => ({
  name: layerName(name, kind),
  kind,
  outputKind,
  build: (inputShape) => ({ outputShape: inputShape, parameters: {}, state: {} }),
  apply: (x) => ({ y: compute(x) }),
});

/**
 * A layer of max(x, 0).
 *
 * @example
 * const model = sequential([dense(128), relu(), dense(10)]);
 */
export const relu = (options: ActivationOptions = {}): Layer => activation("relu", options, functions.relu);

/** A layer of x where positive, else slope·x. */
export const leakyRelu = ({
  slope = 0.01,
  ...options
}: ActivationOptions & { readonly slope?: number } = {}): Layer => {
  checkOption(Number.isFinite(slope), "leakyRelu", "slope", "a finite number", slope);
  return activation("leakyRelu", options, (x) => functions.leakyRelu(x, slope));
};

/** A layer of x where positive, else α(eˣ − 1). Clevert et al. 2016, arXiv:1511.07289. */
export const elu = ({ alpha = 1, ...options }: ActivationOptions & { readonly alpha?: number } = {}): Layer => {
  checkOption(Number.isFinite(alpha), "elu", "alpha", "a finite number", alpha);
  return activation("elu", options, (x) => functions.elu(x, alpha));
};

/** A layer of x·Φ(x), or its tanh approximation. Hendrycks & Gimpel 2016, arXiv:1606.08415. */
export const gelu = ({
  approximate = false,
  ...options
}: ActivationOptions & { readonly approximate?: boolean } = {}): Layer =>
  activation("gelu", options, (x) => functions.gelu(x, { approximate }));

/** A layer of x·sigmoid(x), also called swish. Elfwing et al. 2018, arXiv:1702.03118. */
export const silu = (options: ActivationOptions = {}): Layer => activation("silu", options, functions.silu);

/** A layer of the hyperbolic tangent. */
export const tanh = (options: ActivationOptions = {}): Layer => activation("tanh", options, (x) => x.tanh());

/** A layer of log(1 + eˣ). */
export const softplus = (options: ActivationOptions = {}): Layer => activation("softplus", options, functions.softplus);

/** A layer of 1/(1 + e⁻ˣ). `binaryCrossEntropy` takes logits and needs none. */
export const sigmoid = (options: ActivationOptions = {}): Layer =>
  activation("sigmoid", options, functions.sigmoid, "probabilities");

/** A layer of eˣ/Σeˣ over the last axis. `crossEntropy` takes logits and needs none. */
export const softmax = (options: ActivationOptions = {}): Layer =>
  activation("softmax", options, (x) => functions.softmax(x), "probabilities");
