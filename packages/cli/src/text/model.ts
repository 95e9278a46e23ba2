import {
  dense,
  dropout,
  embedding,
  gru,
  type Layer,
  layerNorm,
  lstm,
  positionalEmbedding,
  sequential,
  transformerBlock,
} from "thalweg/layers";
import { wrongUsage } from "../command-error.ts";
import type { TextSettings } from "./settings.ts";

/** The layers between characters' features and their successors' scores, all [batch, context, width]. */
const between = ({ model, width, layers, heads, context, dropout: rate }: TextSettings): readonly Layer[] => {
  const times = (make: () => Layer): readonly Layer[] => Array.from({ length: layers }, make);
  if (model === "lstm") return times(() => lstm(width, { returnSequences: true, dropout: rate }));
  if (model === "gru") return times(() => gru(width, { returnSequences: true, dropout: rate }));
  const blocks = times(() => transformerBlock({ heads, causal: true, dropout: rate }));
  return [positionalEmbedding(context), ...(rate > 0 ? [dropout(rate)] : []), ...blocks, layerNorm()];
};

/** ids [batch, context] → scores [batch, context, vocabulary] of the characters that follow; none sees later ones. */
export const textModel = (settings: TextSettings, vocabulary: number): Layer => {
  const { model, width, heads } = settings;
  if (model === "transformer" && width % heads !== 0) {
    throw wrongUsage(`--heads must divide --width ${width}, so that heads are of one size, got ${heads}`);
  }
  return sequential([embedding(vocabulary, width), ...between(settings), dense(vocabulary, { perPosition: true })]);
};

/** Weight decay pulls matrices, but neither biases and norms nor the features of characters and places. */
export const isDecayed = (name: string, shape: readonly number[]): boolean =>
  shape.length > 1 && !/embedding/i.test(name);

/** Such as `transformer of width 128, 2 layers, 4 heads`. */
export const modelText = ({ model, width, layers, heads }: TextSettings): string =>
  `${model} of width ${width}, ${layers} ${layers === 1 ? "layer" : "layers"}` +
  (model === "transformer" ? `, ${heads} ${heads === 1 ? "head" : "heads"}` : "");
