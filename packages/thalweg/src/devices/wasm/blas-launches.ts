import type { MatmulInstruction } from "../device.ts";
import { type KernelLaunch, kernelLaunch, type LaunchContext, type MatmulLaunch } from "./launches.ts";
import type { SystemBlas } from "./system-blas.ts";
import type { Threads } from "./threads.ts";

/** Whether the BLAS computes a product: always the same ones, where there is one. */
export const usesBlas = <T extends SystemBlas>(product: MatmulInstruction, blas: T | undefined): blas is T =>
  blas?.routines.usesBlas(product) ?? false;

/** Rough time of a multiplication with addition. */
const nanosecondsOfMultiply = 0.012;

/** A product by the BLAS; its epilogue follows each item where items are whole rows, else the whole product. */
export const blasLaunches = async (
  context: LaunchContext,
  instruction: MatmulInstruction,
  { routines, index }: NonNullable<Threads["blas"]>,
): Promise<readonly (MatmulLaunch | KernelLaunch)[]> => {
  const { batch, m, n, k } = instruction;
  const batches = batch.reduce((product, extent) => product * extent, 1);
  const { at, items, rows, columns } = routines.blasLaunch(context.blocks, instruction, context.locations);
  const epilogue = instruction.epilogue && (await kernelLaunch(context, instruction.epilogue));
  const wholeRows = columns >= n;
  const product: MatmulLaunch = {
    kind: "matmul",
    functions: { pack: 0, run: index },
    at,
    panels: 0,
    items,
    rows: m,
    itemsOfMatrix: Math.ceil(m / rows),
    rowsOfItem: rows,
    nanoseconds: nanosecondsOfMultiply * batches * m * n * k,
    packNanoseconds: 0,
    steady: false,
    epilogue: wholeRows ? epilogue : undefined,
  };
  return wholeRows || !epilogue ? [product] : [product, epilogue];
};
