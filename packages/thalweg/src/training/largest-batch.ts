import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Tensor, zeros } from "../tensor/index.ts";
import type { Program } from "./program.ts";

/** An error for want of memory, with the largest batch that fits added; other errors as they are. */
export const withLargestBatch = async (
  error: unknown,
  program: Program,
  given: { readonly x: Tensor; readonly y: Tensor; readonly weights?: Tensor },
  variant: string,
): Promise<unknown> => {
  if (!(error instanceof ThalwegError) || error.code !== "memory") return error;
  const budget = await program.budgetBytes();
  const batchOf = ({ shape, dtype }: Tensor, size: number) => zeros([size, ...shape.slice(1)], dtype);
  let fits = 0;
  let tooLarge = given.x.shape[0];
  while (tooLarge - fits > 1) {
    const size = Math.floor((fits + tooLarge) / 2);
    const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, batchOf(value, size)]));
    if (program.bytesFor(inputs, { training: true, variant }) <= budget) fits = size;
    else tooLarge = size;
  }
  const remedy = fits === 0 ? "not even one example fits" : `the largest batch that fits is ${fits}`;
  return new ThalwegError("memory", `${error.message}; ${remedy}`, { cause: error });
};
