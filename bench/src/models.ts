import {
  batchNorm,
  conv2d,
  dense,
  embedding,
  flatten,
  type Layer,
  layerNorm,
  maxPool2d,
  positionalEmbedding,
  relu,
  sequential,
  transformerBlock,
} from "thalweg/layers";
import type { ClassifierSpec, ConvolutionalSpec, TransformerSpec } from "./task.ts";

export type ModelSpec = ClassifierSpec | ConvolutionalSpec | TransformerSpec;

/** The model of a workload in Thalweg, whose first weights all sides begin with. */
export const modelOf = (spec: ModelSpec): Layer => {
  switch (spec.kind) {
    case "classifier":
      return classifier(spec);
    case "convolutional":
      return convolutional(spec);
    case "transformer":
      return transformer(spec);
  }
};

/** Shape of one input. */
export const inputShapeOf = (spec: ModelSpec): readonly number[] => {
  switch (spec.kind) {
    case "classifier":
      return spec.widths.slice(0, 1);
    case "convolutional":
      return [spec.side, spec.side, 1];
    case "transformer":
      return [spec.context];
  }
};

const classifier = ({ widths, batchNorm: normalized }: ClassifierSpec): Layer => {
  const hidden = widths
    .slice(1, -1)
    .flatMap((units) => [dense(units, { bias: !normalized }), ...(normalized ? [batchNorm()] : []), relu()]);
  return sequential([...hidden, dense(widths[widths.length - 1])]);
};

const convolutional = ({ filters, kernel, units, classes }: ConvolutionalSpec): Layer => {
  const images = filters.flatMap((count) => [conv2d(count, kernel, { padding: "same" }), relu(), maxPool2d(2)]);
  return sequential([...images, flatten(), dense(units), relu(), dense(classes)]);
};

const transformer = ({ vocabulary, width, layers, heads, features, context }: TransformerSpec): Layer =>
  sequential([
    embedding(vocabulary, width),
    positionalEmbedding(context),
    ...Array.from({ length: layers }, () => transformerBlock({ heads, features, causal: true })),
    layerNorm(),
    dense(vocabulary, { perPosition: true }),
  ]);
