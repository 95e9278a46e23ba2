import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sizeOf } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { asLayer } from "./as-layer.ts";
import { checkOption, layerName } from "./checks.ts";
import { glorotUniform, type Initializer, initialZeros } from "./initializers/index.ts";
import { type Layer, type LayerContext, type LayerLike, layerKind, type ParameterSpec, showBatched } from "./layer.ts";
import { applyInside, prefixed } from "./nested.ts";

export interface DenseOptions {
  /** false before batch normalization, whose shift does the same. */
  readonly bias?: boolean;
  /** Applied to the result, such as `relu()` or a function. */
  readonly activation?: LayerLike;
  /** `glorotUniform()` unless said; `heNormal()` suits deep networks with ReLU. */
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
  /** Takes inputs of several axes and maps the last at every position. */
  readonly perPosition?: boolean;
  readonly name?: string;
}

/**
 * Every output from every input: y = x·W + b. x: [batch, in] → [batch, units], with
 * weight: [in, units], bias: [units].
 *
 * Weights start from Glorot's uniform distribution and biases at 0, as in Keras; torch draws both from
 * U(±1/√in).
 *
 * @example
 * const model = sequential([flatten(), dense(128, { activation: relu() }), dense(10)]);
 */
export const dense = (
  units: number,
  {
    bias = true,
    activation,
    kernelInitializer = glorotUniform(),
    biasInitializer = initialZeros(),
    perPosition = false,
    name,
  }: DenseOptions = {},
): Layer => {
  checkOption(Number.isSafeInteger(units) && units > 0, "dense", "units", "a positive integer", units);
  const own = layerName(name, "dense");
  const after = activation === undefined ? undefined : asLayer(activation);
  return {
    name: own,
    kind: "dense",
    outputKind: after ? after.outputKind : "values",
    build: (inputShape, path = own) => {
      checkInput(inputShape, perPosition, path);
      const outputShape = [...inputShape.slice(0, -1), units];
      const rest = after?.build(outputShape, `${path}/activation`);
      const weight: ParameterSpec = {
        shape: [inputShape[inputShape.length - 1], units],
        initializer: kernelInitializer,
        kind: "weight",
      };
      const shift: ParameterSpec = { shape: [units], initializer: biasInitializer, kind: "bias" };
      return {
        outputShape: rest?.outputShape ?? outputShape,
        parameters: { weight, ...(bias && { bias: shift }), ...prefixed("activation", rest?.parameters ?? {}) },
        state: prefixed("activation", rest?.state ?? {}),
        ...(after && { activation: layerKind(after) }),
      };
    },
    apply: (x, context) => {
      const y = affine(x, units, bias, context);
      if (!after) return { y };
      const applied = applyInside("activation", after, y, context);
      return { y: applied.y, state: prefixed("activation", applied.state ?? {}) };
    },
  };
};

const affine = (x: Tensor, units: number, bias: boolean, { parameters }: LayerContext): Tensor => {
  const inputs = x.shape[x.shape.length - 1];
  // One product over all positions of all examples.
  const product = x.reshape([-1, inputs]).matmul(parameters.weight);
  const y = bias ? product.add(parameters.bias) : product;
  return y.reshape([...x.shape.slice(0, -1), units]);
};

const checkInput = (inputShape: Shape, perPosition: boolean, path: string): void => {
  if (inputShape.length === 1 || (perPosition && inputShape.length > 1)) return;
  const expected = perPosition ? "[batch, positions, features]" : showBatched([sizeOf(inputShape)]);
  const remedy = perPosition
    ? "add reshape() before it"
    : `add flatten() before it${inputShape.length > 1 ? ", or set perPosition to map its last axis alone" : ""}`;
  throw new ThalwegError("layer", `${path}: expected input ${expected}, got ${showBatched(inputShape)}; ${remedy}`);
};
