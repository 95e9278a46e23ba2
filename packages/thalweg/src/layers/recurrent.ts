import type { Shape } from "../graph/index.ts";
import { scan, type Tensor, where } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { glorotUniform, type Initializer, initialZeros, orthogonal } from "./initializers/index.ts";
import type { Layer, LayerContext, ParameterSpec } from "./layer.ts";
import { sequenceOf } from "./sequence-input.ts";

/** Options of every recurrent layer. */
export interface RecurrentOptions {
  /** Whether the output has every step, [batch, time, units], or the last one alone, [batch, units], as unless said. */
  readonly returnSequences?: boolean;
  /** Whether there are biases; true unless said. */
  readonly bias?: boolean;
  /** Of the weights of inputs; Glorot's uniform distribution unless said, as in Keras. */
  readonly kernelInitializer?: Initializer;
  /** Of the weights from step to step; orthogonal unless said, as in Keras. */
  readonly recurrentInitializer?: Initializer;
  /** Share of input features that are 0 in a training step, the same ones in all steps of a sequence. */
  readonly dropout?: number;
  /** Share of units that are not seen from step to step in a training step, the same ones in all steps of a sequence. */
  readonly recurrentDropout?: number;
  readonly name?: string;
}

/** What a step sees beside its state: h is [batch, units]. */
export interface StepContext {
  /** x·weight + bias: [batch, gates·units]. */
  readonly projected: Tensor;
  /** [units, gates·units]. */
  readonly recurrentWeight: Tensor;
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** h as products see it: without the units that dropout hides. */
  readonly seen: (h: Tensor) => Tensor;
}

/** What sets a recurrent layer apart from others. */
export interface Cell {
  readonly kind: string;
  readonly units: number;
  /** Columns of the weights, in units. */
  readonly gates: number;
  /** Arrays [batch, units] carried from step to step, the output first. */
  readonly states: number;
  readonly biasInitializer?: Initializer;
  /** Parameters beside weight, recurrentWeight and bias. */
  readonly more?: Readonly<Record<string, ParameterSpec>>;
  readonly step: (state: readonly Tensor[], context: StepContext) => readonly Tensor[];
}

/**
 * A layer that goes through its input step by step, from a state of zeros: x: [batch, time, features] →
 * [batch, time, units] or, without `returnSequences`, [batch, units]; weight: [features, gates·units],
 * recurrentWeight: [units, gates·units], bias: [gates·units].
 */
export const recurrent = (cell: Cell, options: RecurrentOptions): Layer => {
  const { kind, units, gates } = cell;
  const { returnSequences = false, bias = true, dropout = 0, recurrentDropout = 0, name } = options;
  checkOption(Number.isSafeInteger(units) && units > 0, kind, "units", "a positive integer", units);
  checkOption(dropout >= 0 && dropout < 1, kind, "dropout", "in [0, 1)", dropout);
  checkOption(recurrentDropout >= 0 && recurrentDropout < 1, kind, "recurrentDropout", "in [0, 1)", recurrentDropout);
  const own = layerName(name, kind);
  return {
    name: own,
    kind,
    outputKind: "values",
    build: (inputShape, path = own) => {
      const [time, features] = sequenceOf(inputShape, path);
      return {
        outputShape: returnSequences ? [time, units] : [units],
        parameters: {
          ...weights(features, units, gates, options),
          ...(bias && {
            bias: { shape: [gates * units], initializer: cell.biasInitializer ?? initialZeros(), kind: "bias" },
          }),
          ...cell.more,
        },
        state: {},
      };
    },
    apply: (x, context) => {
      const [batch, time, features] = x.shape;
      const { parameters } = context;
      const seenInputs = hiding([batch, 1, features], dropout, "inputs", context);
      // Time first, so that a step is one piece of memory; all steps in one product.
      const rows = seenInputs(x).permute([1, 0, 2]).reshape([-1, features]);
      const product = rows.matmul(parameters.weight);
      const projected = (bias ? product.add(parameters.bias) : product).reshape([time, batch, gates * units]);
      const seen = hiding([batch, units], recurrentDropout, "recurrent", context);
      const start = projected.literal(0).expand([batch, units]);
      const { carry, outputs } = scan(
        (state: readonly Tensor[], step: Tensor) => {
          const given = { projected: step, recurrentWeight: parameters.recurrentWeight, parameters, seen };
          const next = cell.step(state, given);
          return { carry: next, output: returnSequences ? next.slice(0, 1) : [] };
        },
        { carry: Array.from({ length: cell.states }, () => start), inputs: projected },
      );
      return { y: returnSequences ? outputs[0].permute([1, 0, 2]) : carry[0] };
    },
  };
};

const weights = (
  features: number,
  units: number,
  gates: number,
  { kernelInitializer = glorotUniform(), recurrentInitializer = orthogonal() }: RecurrentOptions,
): Record<string, ParameterSpec> => ({
  weight: { shape: [features, gates * units], initializer: kernelInitializer, kind: "weight" },
  recurrentWeight: { shape: [units, gates * units], initializer: recurrentInitializer, kind: "weight" },
});

/** Dropout with one mask for all steps of a sequence: Gal & Ghahramani 2016, arXiv:1512.05287. */
const hiding = (
  shape: Shape,
  rate: number,
  name: string,
  { training, random }: LayerContext,
): ((x: Tensor) => Tensor) => {
  if (!training || rate === 0) return (x) => x;
  const kept = random.bernoulli(shape, 1 - rate, name);
  return (x) => {
    const values = x.float();
    return where(kept, values.mul(1 / (1 - rate)), values.literal(0));
  };
};

/** Columns `gate`·units to (gate + 1)·units of [batch, gates·units]. */
export const gateOf = (columns: Tensor, gate: number, units: number): Tensor =>
  columns.slice(null, [gate * units, (gate + 1) * units]);
