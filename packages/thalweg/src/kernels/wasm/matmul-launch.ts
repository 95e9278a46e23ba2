import type { Code } from "./code.ts";
import { matmulTable, matmulWords, tableEntry } from "./matmul-layout.ts";

/** How the product's functions read their launch block, whose address is their first parameter. */

const launch = 0;

/** A local with a word of the launch block. */
export const word = (code: Code, name: keyof typeof matmulWords): number => {
  const local = code.local("i32");
  code.get(launch).memory("i32.load", matmulWords[name]).set(local);
  return local;
};

/** A local with an array's address plus its offset at batch index `batch`. */
export const batched = (code: Code, address: number, batch: number, entry: number): number => {
  const local = code.local("i32");
  code.get(batch).i32(tableEntry.bytes).op("i32.mul").get(launch).op("i32.add");
  code
    .memory("i32.load", matmulTable + entry)
    .get(address)
    .op("i32.add")
    .set(local);
  return local;
};

/** Locals with `item` div and rem of `count`. */
export const split = (code: Code, item: number, count: number): readonly [number, number] => {
  const quotient = code.local("i32");
  const rest = code.local("i32");
  code.get(item).get(count).op("i32.div_u").set(quotient);
  code.get(item).get(count).op("i32.rem_u").set(rest);
  return [quotient, rest];
};

/** Pushes the smaller of two locals. */
export const smaller = (code: Code, a: number, b: number): Code =>
  code.get(a).get(b).get(a).get(b).op("i32.lt_s").op("select");

/** A local with `value` divided by `divisor`, rounded up. */
export const quotientUp = (code: Code, value: number, divisor: number): number => {
  const local = code.local("i32");
  code
    .get(value)
    .i32(divisor - 1)
    .op("i32.add")
    .i32(divisor)
    .op("i32.div_u")
    .set(local);
  return local;
};

/** Pushes the smaller of `extent − start` and `limit`. */
export const remaining = (code: Code, extent: number, start: number, limit: number): Code => {
  const rest = code.local("i32");
  code.get(extent).get(start).op("i32.sub").tee(rest).i32(limit).get(rest).i32(limit);
  return code.op("i32.lt_s").op("select");
};
