import { itemBytes } from "../../kernels/dtype.ts";
import { writeLaunch } from "../../kernels/wasm/launch.ts";
import { itemCount, layoutOf, withLaneDim } from "../../kernels/wasm/layout.ts";
import { type Blocking, blockingOf } from "../../kernels/wasm/matmul-blocking.ts";
import { matmulTable, matmulWords, tableEntry } from "../../kernels/wasm/matmul-layout.ts";
import type { KernelInstruction, MatmulInstruction, MatrixView, Plan, View } from "../device.ts";
import { foldOffsets } from "../fold-offsets.ts";
import type { BlockWriter } from "./blocks.ts";
import type { MatmulFunctions, Modules } from "./modules.ts";
import { runsAt, termBlocks, writeRows, writeTerms } from "./product-tables.ts";
import type { Location } from "./slots.ts";

/** One kernel: `items` of the function `run`, its launch block at `at`. */
export interface KernelLaunch {
  readonly kind: "kernel";
  readonly run: number;
  readonly at: number;
  readonly items: number;
  /** About how long it takes one thread. */
  readonly nanoseconds: number;
}

/** A product: panels packed first, then blocks of rows, each followed by its rows of the epilogue. */
export interface MatmulLaunch {
  readonly kind: "matmul";
  readonly functions: MatmulFunctions;
  readonly at: number;
  readonly panels: number;
  readonly items: number;
  /** Rows of a matrix, its items, and the rows of an item. */
  readonly rows: number;
  readonly itemsOfMatrix: number;
  readonly rowsOfItem: number;
  readonly nanoseconds: number;
  readonly packNanoseconds: number;
  /** b is the same in every step of a loop, and packed in the first one alone. */
  readonly steady: boolean;
  readonly epilogue: KernelLaunch | undefined;
}

/** What launches are written with. */
export interface LaunchContext {
  readonly plan: Plan;
  readonly locations: readonly Location[];
  readonly modules: Modules;
  readonly blocks: BlockWriter;
}

/** Rough times on a core of today: of a kernel's value at a point, of a multiplication with addition, of an element packed. */
const nanosecondsOf = { value: 0.03, multiply: 0.04, pack: 0.2 };

export const kernelLaunch = async (context: LaunchContext, instruction: KernelInstruction): Promise<KernelLaunch> => {
  const { blocks, locations, plan } = context;
  const { kernel, extents, inputs, outputs } = instruction;
  const run = await context.modules.kernel(kernel);
  const layout = layoutOf(withLaneDim(kernel));
  const at = blocks.reserve(layout.bytes);
  const launchArray = ({ slot, strides, gatherStride = 0 }: View) => {
    const bytes = itemBytes[plan.slots[slot].dtype];
    return { address: 0, strides: strides.map((stride) => stride * bytes), gatherStride: gatherStride * bytes };
  };
  writeLaunch(blocks.memory, at, kernel, extents, inputs.map(launchArray), outputs.map(launchArray), []);
  const address = (view: View, position: number): void => {
    blocks.address(at + position, locations[view.slot], view.offset * itemBytes[plan.slots[view.slot].dtype]);
  };
  inputs.forEach((view, index) => {
    address(view, layout.inputs[index]);
  });
  outputs.forEach((view, index) => {
    address(view, layout.outputs[index]);
  });
  instruction.arguments.forEach((argument, index) => {
    const position = at + layout.arguments[index];
    if (argument.kind === "number") blocks.number(position, argument.value);
    else blocks.knob(position, argument.index);
  });
  const points = extents.reduce((product, extent) => product * extent, 1);
  const nanoseconds = nanosecondsOf.value * points * kernel.values.length;
  return { kind: "kernel", run, at, items: itemCount(kernel, extents), nanoseconds };
};

/** Byte offsets of a matrix at every batch index, in order. */
const batchOffsets = ({ batch: strides }: MatrixView, batch: readonly number[], bytes: number): readonly number[] =>
  batch.reduce<readonly number[]>(
    (offsets, extent, dim) =>
      offsets.flatMap((offset) => Array.from({ length: extent }, (_, index) => offset + index * strides[dim] * bytes)),
    [0],
  );

const countOf = (batch: readonly number[]): number => batch.reduce((product, extent) => product * extent, 1);

/** `b` is the same at every batch index, and packed once. */
const isBroadcast = ({ b, batch }: MatmulInstruction): boolean =>
  batch.every((extent, dim) => extent === 1 || b.batch[dim] === 0);

/** How many different b a product has. */
const packedCount = (instruction: MatmulInstruction): number =>
  isBroadcast(instruction) ? 1 : countOf(instruction.batch);

const blockingFor = ({ dtype, batch, m, n, k, a, b }: MatmulInstruction): Blocking =>
  blockingOf({
    dtype,
    batches: countOf(batch),
    m,
    n,
    k,
    folded: a.folds !== undefined,
    aColumn: a.column,
    bColumn: b.column,
  });

const transposed = (view: MatrixView): MatrixView => ({ ...view, row: view.column, column: view.row });

/** A product with one column whose left side lies column by column is computed as its transpose, with one row. */
const isTurned = ({ n, a }: MatmulInstruction): boolean =>
  n === 1 && a.row === 1 && a.column !== 1 && a.folds === undefined;

const turned = (instruction: MatmulInstruction): MatmulInstruction => {
  if (!isTurned(instruction)) return instruction;
  const { m, n, a, b, c } = instruction;
  return { ...instruction, m: n, n: m, a: transposed(b), b: transposed(a), c: { ...c, row: c.column, column: c.row } };
};

/** Bytes that the packed b of a product take. */
export const packedBytesOf = (instruction: MatmulInstruction): number => {
  const product = turned(instruction);
  return packedCount(product) * blockingFor(product).packedBytes;
};

export const matmulLaunch = async (
  context: LaunchContext,
  instruction: MatmulInstruction,
  packed: Location,
  steady = false,
): Promise<MatmulLaunch> => {
  const { blocks, locations } = context;
  const product = turned(instruction);
  const { dtype, batch, m, n, k, a, b, c } = product;
  const functions = await context.modules.matmul(dtype);
  const bytes = itemBytes[dtype];
  const batches = countOf(batch);
  const { blockRows, rowBlocks, blockTerms, packsA, inPlace, panels, packedBytes } = blockingFor(product);
  const at = blocks.reserve(matmulTable + batches * tableEntry.bytes);
  const { runs, step } = a.folds
    ? runsAt(foldOffsets(a.folds.columns, bytes))
    : { runs: [{ offset: 0, terms: k }], step: a.column * bytes };
  const words: readonly [keyof typeof matmulWords, number][] = [
    ["m", m],
    ["n", n],
    ["k", k],
    ["accumulate", product.accumulate ? 1 : 0],
    ["aRow", a.row * bytes],
    ["aStep", step],
    ["bRow", b.row * bytes],
    ["bColumn", b.column * bytes],
    ["cRow", c.row * bytes],
    ["cColumn", c.column * bytes],
    ["packsA", packsA ? 1 : 0],
    ["inPlace", inPlace],
    ["blockRows", blockRows],
  ];
  for (const [name, value] of words) blocks.word(at + matmulWords[name], value);
  blocks.address(at + matmulWords.a, locations[a.slot], a.offset * bytes);
  blocks.address(at + matmulWords.b, locations[b.slot], b.offset * bytes);
  blocks.address(at + matmulWords.c, locations[c.slot], c.offset * bytes);
  blocks.address(at + matmulWords.packed, packed);
  if (a.folds) writeRows(blocks, at, foldOffsets(a.folds.rows, bytes));
  writeTerms(blocks, at, termBlocks(runs, step, blockTerms));
  const onePacked = isBroadcast(product) ? 0 : packedBytes;
  const [aOffsets, bOffsets, cOffsets] = [a, b, c].map((view) => batchOffsets(view, batch, bytes));
  for (let index = 0; index < batches; index += 1) {
    const entry = at + matmulTable + index * tableEntry.bytes;
    blocks.word(entry + tableEntry.a, aOffsets[index]);
    blocks.word(entry + tableEntry.b, bOffsets[index]);
    blocks.word(entry + tableEntry.c, cOffsets[index]);
    blocks.word(entry + tableEntry.packed, index * onePacked);
  }
  return {
    kind: "matmul",
    functions,
    at,
    panels: batches === 0 ? 0 : packedCount(product) * panels,
    items: batches * rowBlocks,
    rows: m,
    itemsOfMatrix: rowBlocks,
    rowsOfItem: blockRows,
    // what stays the same is the right side as it was given
    steady: steady && product === instruction,
    nanoseconds: nanosecondsOf.multiply * batches * m * n * k,
    packNanoseconds: nanosecondsOf.pack * packedCount(product) * n * k,
    epilogue: instruction.epilogue && (await kernelLaunch(context, instruction.epilogue)),
  };
};
