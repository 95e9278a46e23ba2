import { ThalwegError } from "../errors/thalweg-error.ts";
import { concat, type Tensor } from "../tensor/index.ts";
import { asLayer } from "./as-layer.ts";
import { checkOption, layerName } from "./checks.ts";
import { type Layer, type LayerLike, layerKind } from "./layer.ts";
import { combinedLimits } from "./limits.ts";
import { contextOf, prefixed } from "./nested.ts";
import { sequenceOf } from "./sequence-input.ts";

export interface BidirectionalOptions {
  /** How the two results become one: side by side, as unless said, their sum, or their mean. */
  readonly merge?: "concat" | "sum" | "mean";
  readonly name?: string;
}

const merges: Readonly<Record<"concat" | "sum" | "mean", (ahead: Tensor, back: Tensor) => Tensor>> = {
  concat: (ahead, back) => concat([ahead, back], -1),
  sum: (ahead, back) => ahead.add(back),
  mean: (ahead, back) => ahead.add(back).mul(ahead.literal(0.5)),
};

/**
 * A layer on a sequence and another of its kind on the sequence read from its end, joined. Results with a time axis
 * stand at the step they belong to. x: [batch, time, features]; parameters are under `forward` and `backward`.
 * Schuster & Paliwal 1997, "Bidirectional recurrent neural networks".
 *
 * @example
 * bidirectional(lstm(32)).build([50, 2]).outputShape; // [64]
 * bidirectional(gru(32, { returnSequences: true }), { merge: "sum" }).build([50, 2]).outputShape; // [50, 32]
 */
export const bidirectional = (given: LayerLike, { merge = "concat", name }: BidirectionalOptions = {}): Layer => {
  checkOption(Object.hasOwn(merges, merge), "bidirectional", "merge", '"concat", "sum" or "mean"', merge);
  const own = layerName(name, "bidirectional");
  const layer = asLayer(given);
  return {
    name: own,
    kind: "bidirectional",
    outputKind: layer.outputKind,
    build: (inputShape, path = own) => {
      const [time] = sequenceOf(inputShape, path);
      const parts = (["forward", "backward"] as const).map((part) => ({
        name: part,
        kind: layerKind(layer),
        built: layer.build(inputShape, `${path}/${part}`),
      }));
      const [{ built: ahead }] = parts;
      const { outputShape } = ahead;
      if (outputShape.length > 2 || (outputShape.length === 2 && outputShape[0] !== time)) {
        throw new ThalwegError(
          "layer",
          `${path}: the layer must give [batch, ${time}, units] or [batch, units], got [${["batch", ...outputShape].join(", ")}]`,
        );
      }
      const both = <V>(of: (part: typeof ahead) => Readonly<Record<string, V>>) =>
        Object.assign({}, ...parts.map((part) => prefixed(part.name, of(part.built)))) as Record<string, V>;
      const units = outputShape[outputShape.length - 1] * (merge === "concat" ? 2 : 1);
      return {
        outputShape: [...outputShape.slice(0, -1), units],
        parameters: both(({ parameters }) => parameters),
        state: both(({ state }) => state),
        ...combinedLimits(parts.map(({ built }) => ({ built, seesInput: true }))),
        parts,
      };
    },
    apply: (x, context) => {
      const ahead = layer.apply(x, contextOf("forward", context));
      const back = layer.apply(backwards(x), contextOf("backward", context));
      const aligned = back.y.shape.length === 3 ? backwards(back.y) : back.y;
      return {
        y: merges[merge](ahead.y, aligned),
        state: { ...prefixed("forward", ahead.state ?? {}), ...prefixed("backward", back.state ?? {}) },
      };
    },
  };
};

/** [batch, time, features] from the last step to the first. */
const backwards = (x: Tensor): Tensor => x.slice(null, [null, null, -1]);
