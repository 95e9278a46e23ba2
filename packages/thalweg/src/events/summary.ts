/** What an event says at a step, in the messages Summary.Value, HistogramProto and TensorProto of TensorFlow. */
import type { Histogram } from "./histogram.ts";
import { bytesIn, doublesIn, type Field, fieldsOf, Message, numberIn, textIn } from "./message.ts";

/** A value under a tag. Scalars are kept as float32; `plugin` is what a part of TensorBoard reads besides these. */
export type SummaryValue = { readonly tag: string } & (
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "histogram"; readonly histogram: Histogram }
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "plugin";
      readonly plugin: string;
      readonly content: Uint8Array;
      /** A message in the value itself, where the plugin looks for one there. */
      readonly data?: Uint8Array;
    }
);

const fields = { tag: 1, scalar: 2, histogram: 5, tensor: 8, metadata: 9 };
const inHistogram = { min: 1, max: 2, count: 3, sum: 4, sumOfSquares: 5, limits: 6, counts: 7 };
const inMetadata = { plugin: 1, dataClass: 4 };
const inPlugin = { name: 1, content: 2 };
const inTensor = { type: 1, shape: 2, strings: 8 };
const types = { float32: 1, string: 7 };
const tensorClass = 2;

const metadataOf = (plugin: string, content: Uint8Array): Message =>
  new Message()
    .message(inMetadata.plugin, new Message().text(inPlugin.name, plugin).raw(inPlugin.content, content))
    .whole(inMetadata.dataClass, tensorClass);

/** A tensor of no axes that holds bytes. */
const stringTensor = (bytes: Uint8Array): Message =>
  new Message().whole(inTensor.type, types.string).message(inTensor.shape, new Message()).raw(inTensor.strings, bytes);

/** A tensor of one axis of length 0: for plugins that read only what is beside it. */
const emptyTensor = (): Message => {
  const axis = new Message().whole(1, 0);
  return new Message().whole(inTensor.type, types.float32).message(inTensor.shape, new Message().message(2, axis));
};

const histogramMessage = (histogram: Histogram): Message =>
  new Message()
    .double(inHistogram.min, histogram.min)
    .double(inHistogram.max, histogram.max)
    .double(inHistogram.count, histogram.count)
    .double(inHistogram.sum, histogram.sum)
    .double(inHistogram.sumOfSquares, histogram.sumOfSquares)
    .doubles(inHistogram.limits, histogram.limits)
    .doubles(inHistogram.counts, histogram.counts);

/** The message Summary.Value. */
export const summaryMessage = (value: SummaryValue): Message => {
  const message = new Message().text(fields.tag, value.tag);
  if (value.kind === "scalar") return message.float(fields.scalar, value.value);
  if (value.kind === "histogram") return message.message(fields.histogram, histogramMessage(value.histogram));
  if (value.kind === "text") {
    return message
      .message(fields.metadata, metadataOf("text", new Uint8Array()))
      .message(fields.tensor, stringTensor(new TextEncoder().encode(value.text)));
  }
  return message
    .message(fields.metadata, metadataOf(value.plugin, value.content))
    .message(fields.tensor, value.data === undefined ? emptyTensor() : stringTensor(value.data));
};

const histogramIn = (bytes: Uint8Array): Histogram => {
  const found = fieldsOf(bytes);
  const number = (field: number): number => numberIn(found, field) ?? 0;
  return {
    min: number(inHistogram.min),
    max: number(inHistogram.max),
    count: number(inHistogram.count),
    sum: number(inHistogram.sum),
    sumOfSquares: number(inHistogram.sumOfSquares),
    limits: doublesIn(found, inHistogram.limits),
    counts: doublesIn(found, inHistogram.counts),
  };
};

const messageIn = (found: readonly Field[], field: number): Field[] =>
  fieldsOf(bytesIn(found, field) ?? new Uint8Array());

/** Reads what `summaryMessage` wrote; undefined for kinds of values that Thalweg does not write. */
export const summaryIn = (bytes: Uint8Array): SummaryValue | undefined => {
  const found = fieldsOf(bytes);
  const tag = textIn(found, fields.tag) ?? "";
  const value = numberIn(found, fields.scalar);
  if (value !== undefined) return { tag, kind: "scalar", value };
  const histogram = bytesIn(found, fields.histogram);
  if (histogram !== undefined) return { tag, kind: "histogram", histogram: histogramIn(histogram) };
  const about = messageIn(messageIn(found, fields.metadata), inMetadata.plugin);
  const plugin = textIn(about, inPlugin.name);
  if (plugin === undefined) return undefined;
  const tensor = messageIn(found, fields.tensor);
  if (plugin === "text") return { tag, kind: "text", text: textIn(tensor, inTensor.strings) ?? "" };
  const content = bytesIn(about, inPlugin.content) ?? new Uint8Array();
  const data = bytesIn(tensor, inTensor.strings);
  return { tag, kind: "plugin", plugin, content, ...(data === undefined ? {} : { data }) };
};
