import { Code } from "./code.ts";
import { encodeModule } from "./encoder.ts";
import { batched, quotientUp, remaining, split, word } from "./matmul-launch.ts";
import { type ProductType, panelColumns, productBytes, tableEntry, tileRows, vectorLanes } from "./matmul-layout.ts";
import { packVector, packVectors } from "./matmul-pack.ts";
import { runFunction } from "./matmul-run.ts";
import { copyStrip, productStrip } from "./matmul-tile.ts";

/**
 * The matrix product as a module that exports
 *
 *     pack(launch, begin, end, scratch)   packs panels of b (items: batch × panels)
 *     run(launch, begin, end, scratch)    blocks of rows of c (items: batch × row blocks)
 *
 * over a launch block (matmul-layout.ts). All of b that is not read in place is packed before any row is run. Each term
 * of a sum is added in order of k, whatever the blocks, so that bits depend on shapes alone.
 */

const [begin, end] = [1, 2];

/** Inner functions by position; `strip` is the narrowest of four. */
const functions = { packVector: 0, packVectors: 1, copy: 2, strip: 3 } as const;

const packFunction = (dtype: ProductType): Code => {
  const code = new Code(4);
  const lanes = vectorLanes[dtype];
  const width = panelColumns(dtype);
  const [n, k, b, bRow, bColumn, packed, inPlace] = (
    ["n", "k", "b", "bRow", "bColumn", "packed", "inPlace"] as const
  ).map((name) => word(code, name));
  const [rest, panelBytes, column, columns, vectors] = [0, 1, 2, 3, 4].map(() => code.local("i32"));
  code.get(n).get(inPlace).op("i32.sub").set(rest);
  const panels = quotientUp(code, rest, width);
  code
    .get(k)
    .i32(width * productBytes[dtype])
    .op("i32.mul")
    .set(panelBytes);
  code.countTo(begin, end, 1, () => {
    const [batch, panel] = split(code, begin, panels);
    code.get(panel).i32(width).op("i32.mul").get(inPlace).op("i32.add").set(column);
    remaining(code, n, column, width).set(columns);
    const source = batched(code, b, batch, tableEntry.b);
    const target = batched(code, packed, batch, tableEntry.packed);
    code
      .get(columns)
      .i32(lanes - 1)
      .op("i32.add")
      .i32(lanes)
      .op("i32.div_u")
      .set(vectors);
    code.get(source).get(column).get(bColumn).op("i32.mul").op("i32.add").get(bColumn).get(bRow).get(columns).get(k);
    code.get(target).get(panel).get(panelBytes).op("i32.mul").op("i32.add");
    code.get(vectors).i32(16).op("i32.mul").i32(16).call(functions.packVectors);
  });
  return code;
};

/** The bytes of the product's module; `fused` uses relaxed multiply-add for float32. */
export const renderMatmul = (dtype: ProductType, fused: boolean, shared: boolean): Uint8Array<ArrayBuffer> =>
  encodeModule(
    [
      { code: packVector(dtype) },
      { code: packVectors(dtype, functions.packVector) },
      { code: copyStrip(dtype) },
      ...tileRows.map((_, index) => ({ code: productStrip(dtype, fused, index + 1) })),
      { name: "pack", code: packFunction(dtype) },
      { name: "run", code: runFunction(dtype, functions) },
    ],
    shared,
  );
