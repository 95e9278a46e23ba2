import { type Shape, sizeOf } from "../graph/index.ts";
import { memoryMultiple, type OptimizerLike, type OptimizerSpec, unwrapped } from "../optimizers/index.ts";
import { asLayer } from "./as-layer.ts";
import { parameterCount } from "./initial-values.ts";
import { type Built, type LayerLike, showBatched } from "./layer.ts";

export interface SummaryOptions {
  /** Adds a line with what it keeps beside the weights. */
  readonly optimizer?: OptimizerLike;
}

/** Memory beside the weights: bytes, and as a multiple of them. */
export interface Memory {
  readonly bytes: number;
  readonly multiple: number;
}

/**
 * A model as a table: its layers, those inside others indented, the shape each makes, and how many numbers it
 * learns; below, their sum and what they and the optimizer's memory take in float32.
 *
 * @example
 * const text = summary(sequential([dense(16), relu(), dense(2)]), [4], { optimizer: adam() });
 * text.split("\n")[0]; // "layer    output shape  parameters"
 */
export const summary = (model: LayerLike, inputShape: Shape, { optimizer }: SummaryOptions = {}): string => {
  const layer = asLayer(model);
  const built = layer.build(inputShape);
  if (!optimizer) return summaryOf(layer.name, built);
  const { use, microBatches } = unwrapped(optimizer, "summary");
  return summaryOf(layer.name, built, optimizerMemory(use, built, microBatches));
};

/** What an optimizer keeps for a model, 2 times the weights for Adam; several batches an update keep their gradient. */
export const optimizerMemory = (optimizer: OptimizerSpec, built: Built, microBatches = 1): Memory => {
  const shapes = Object.entries(built.parameters).map(([name, { shape }]) => [name, shape] as const);
  const multiple = memoryMultiple(optimizer, Object.fromEntries(shapes)) + (microBatches > 1 ? 1 : 0);
  return { bytes: Math.round(multiple * parameterCount(built) * Float32Array.BYTES_PER_ELEMENT), multiple };
};

type Part = NonNullable<Built["parts"]>[number];

/** The table of a built model called `name`. */
export const summaryOf = (name: string, built: Built, memory?: Memory): string => {
  const rows = [
    ["layer", "output shape", "parameters"],
    ...rowsOf(built.parts ?? [{ name, built }], ""),
    ["total", "", grouped(parameterCount(built))],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map(([layer, shape, count]) =>
    [layer.padEnd(widths[0]), shape.padEnd(widths[1]), count.padStart(widths[2])].join("  "),
  );
  const kept = Object.values(built.state).reduce((count, { shape }) => count + sizeOf(shape), 0);
  return [
    ...lines,
    `weights: ${grouped(4 * parameterCount(built))} bytes`,
    ...(kept > 0 ? [`moving statistics: ${grouped(4 * kept)} bytes`] : []),
    ...(memory ? [`optimizer: ${grouped(memory.bytes)} bytes, ${rounded(memory.multiple)}× the weights`] : []),
  ].join("\n");
};

const rowsOf = (parts: readonly Pick<Part, "name" | "built">[], indent: string): string[][] =>
  parts.flatMap(({ name, built }) => [
    [`${indent}${name}`, showBatched(built.outputShape), grouped(parameterCount(built))],
    ...rowsOf(built.parts ?? [], `${indent}  `),
  ]);

/** 1234567 as 1,234,567. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

const rounded = (multiple: number): string => String(Number(multiple.toFixed(3)));
