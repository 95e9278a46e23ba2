import { Code } from "./code.ts";
import { encodeModule } from "./encoder.ts";
import { packIndexed } from "./matmul-indexed.ts";
import {
  blockRows,
  blockTerms,
  matmulTable,
  matmulWords,
  type ProductType,
  tableEntry,
  tileColumns,
  tileRows,
} from "./matmul-layout.ts";
import { packPanel } from "./matmul-pack.ts";
import { copyTile, productTile } from "./matmul-tile.ts";

/**
 * The matrix product as a module that exports
 *
 *     pack(launch, begin, end)            packs panels of b (items: batch × panels)
 *     run(launch, begin, end, scratch)    blocks of rows of c (items: batch × row blocks)
 *
 * over a launch block (matmul-layout.ts). All of b is packed before any row is run. Each term of a
 * sum is added in order of k, whatever the blocks, so that bits depend on shapes alone.
 */

type Word = keyof typeof matmulWords;
const functions = { packA: 0, packB: 1, tile: 2, copy: 3, packIndexed: 4 } as const;
const launch = 0;
const begin = 1;
const end = 2;

const word = (code: Code, name: Word): number => {
  const local = code.local("i32");
  code.get(launch).memory("i32.load", matmulWords[name]).set(local);
  return local;
};

/** A local with `item` div and rem of `count`. */
const split = (code: Code, item: number, count: number): readonly [number, number] => {
  const quotient = code.local("i32");
  const rest = code.local("i32");
  code.get(item).get(count).op("i32.div_u").set(quotient);
  code.get(item).get(count).op("i32.rem_u").set(rest);
  return [quotient, rest];
};

/** A local with an array's address plus its offset at batch index `batch`. */
const batched = (code: Code, address: number, batch: number, entry: number): number => {
  const local = code.local("i32");
  code.get(batch).i32(tableEntry.bytes).op("i32.mul").get(launch).op("i32.add");
  code
    .memory("i32.load", matmulTable + entry)
    .get(address)
    .op("i32.add")
    .set(local);
  return local;
};

/** Pushes the smaller of `extent − start` and `limit`. */
const remaining = (code: Code, extent: number, start: number, limit: number): Code => {
  const rest = code.local("i32");
  code.get(extent).get(start).op("i32.sub").tee(rest).i32(limit).get(rest).i32(limit);
  return code.op("i32.lt_s").op("select");
};

const quotientUp = (code: Code, value: number, divisor: number): number => {
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

const packFunction = (dtype: ProductType): Code => {
  const code = new Code(3);
  const width = tileColumns(dtype);
  const [n, k, b, bRow, bColumn, packed] = (["n", "k", "b", "bRow", "bColumn", "packed"] as const).map((name) =>
    word(code, name),
  );
  const panels = quotientUp(code, n, width);
  const panelBytes = code.local("i32");
  code
    .get(k)
    .i32(width * (dtype === "float32" ? 4 : 8))
    .op("i32.mul")
    .set(panelBytes);
  const column = code.local("i32");
  code.countTo(begin, end, 1, () => {
    const [batch, panel] = split(code, begin, panels);
    code.get(panel).i32(width).op("i32.mul").set(column);
    const source = batched(code, b, batch, tableEntry.b);
    const target = batched(code, packed, batch, tableEntry.packed);
    code.get(source).get(column).get(bColumn).op("i32.mul").op("i32.add").get(bColumn).get(bRow);
    remaining(code, n, column, width).get(k);
    code.get(target).get(panel).get(panelBytes).op("i32.mul").op("i32.add").call(functions.packB);
  });
  return code;
};

const runFunction = (dtype: ProductType): Code => {
  const code = new Code(4);
  const scratch = 3;
  const bytes = dtype === "float32" ? 4 : 8;
  const width = tileColumns(dtype);
  const [m, n, k, a, aRow, aColumn, aRows, aTerms, aCopy, c, cRow, cColumn, packed] = (
    ["m", "n", "k", "a", "aRow", "aColumn", "aRows", "aTerms", "aCopy", "c", "cRow", "cColumn", "packed"] as const
  ).map((name) => word(code, name));
  const local = (): number => code.local("i32");
  const [row, rows, column, columns, term, terms, tileRow, tileHeight, add, address, aPanel, bPanel, spare, lastTerm] =
    Array.from({ length: 14 }, local);
  const blocks = quotientUp(code, m, blockRows);
  const tileBytes = width * bytes;
  code
    .get(scratch)
    .i32(blockRows * blockTerms * bytes)
    .op("i32.add")
    .set(spare);
  // a sum without terms still writes its zeros
  code.get(k).i32(1).get(k).op("select").set(lastTerm);
  code.get(aRows).if(() => code.advance(aRows, launch).advance(aTerms, launch));

  /** Pushes how many rows a panel has, how many terms, and where it goes. */
  const panelOperands = (): Code => {
    remaining(code, rows, tileRow, tileRows).get(terms);
    return code.get(scratch).get(tileRow).get(terms).op("i32.mul").i32(bytes).op("i32.mul").op("i32.add");
  };

  const packRows = (source: number): void => {
    code.i32(0).set(tileRow);
    code.countTo(tileRow, rows, tileRows, () => {
      code.get(aRows).if(
        () => {
          code.get(source).get(aRows).get(row).get(tileRow).op("i32.add").i32(4).op("i32.mul").op("i32.add");
          code.get(aTerms).get(term).i32(4).op("i32.mul").op("i32.add");
          panelOperands().get(aCopy).call(functions.packIndexed);
        },
        () => {
          code.get(source).get(row).get(tileRow).op("i32.add").get(aRow).op("i32.mul").op("i32.add");
          code.get(term).get(aColumn).op("i32.mul").op("i32.add").get(aRow).get(aColumn);
          panelOperands().call(functions.packA);
        },
      );
    });
  };

  /** Pushes what every call of the micro kernel starts with. */
  const tileOperands = (): Code => code.get(aPanel).get(bPanel).get(terms);

  const multiplyTile = (): void => {
    code.get(tileHeight).i32(tileRows).op("i32.eq").get(columns).i32(width).op("i32.eq").op("i32.and");
    code
      .get(cColumn)
      .i32(bytes)
      .op("i32.eq")
      .op("i32.and")
      .if(
        () => tileOperands().get(address).get(cRow).get(add).call(functions.tile),
        () => {
          code.get(add).if(() => {
            code.get(address).get(cRow).get(cColumn).get(spare).i32(tileBytes).i32(bytes);
            code.get(tileHeight).get(columns).call(functions.copy);
          });
          tileOperands().get(spare).i32(tileBytes).get(add).call(functions.tile);
          code.get(spare).i32(tileBytes).i32(bytes).get(address).get(cRow).get(cColumn);
          code.get(tileHeight).get(columns).call(functions.copy);
        },
      );
  };

  code.countTo(begin, end, 1, () => {
    const [batch, block] = split(code, begin, blocks);
    const source = batched(code, a, batch, tableEntry.a);
    const target = batched(code, c, batch, tableEntry.c);
    const panels = batched(code, packed, batch, tableEntry.packed);
    code.get(block).i32(blockRows).op("i32.mul").set(row);
    remaining(code, m, row, blockRows).set(rows);
    code.get(launch).memory("i32.load", matmulWords.accumulate).set(add).i32(0).set(term);
    code.countTo(term, lastTerm, blockTerms, () => {
      remaining(code, k, term, blockTerms).set(terms);
      packRows(source);
      code.i32(0).set(column);
      code.countTo(column, n, width, () => {
        remaining(code, n, column, width).set(columns);
        // panels are k terms of `width` columns each
        code.get(panels).get(column).get(k).op("i32.mul").get(term).i32(width).op("i32.mul").op("i32.add");
        code.i32(bytes).op("i32.mul").op("i32.add").set(bPanel);
        code.i32(0).set(tileRow).get(scratch).set(aPanel);
        code.get(target).get(row).get(cRow).op("i32.mul").op("i32.add");
        code.get(column).get(cColumn).op("i32.mul").op("i32.add").set(address);
        code.countTo(tileRow, rows, tileRows, () => {
          remaining(code, rows, tileRow, tileRows).set(tileHeight);
          multiplyTile();
          code.get(address).get(cRow).i32(tileRows).op("i32.mul").op("i32.add").set(address);
          code
            .get(aPanel)
            .get(terms)
            .i32(tileRows * bytes)
            .op("i32.mul")
            .op("i32.add")
            .set(aPanel);
        });
      });
      code.i32(1).set(add);
    });
  });
  return code;
};

/** The bytes of the product's module; `fused` uses relaxed multiply-add for float32. */
export const renderMatmul = (dtype: ProductType, fused: boolean, shared: boolean): Uint8Array<ArrayBuffer> =>
  encodeModule(
    [
      { code: packPanel(dtype, tileRows) },
      { code: packPanel(dtype, tileColumns(dtype)) },
      { code: productTile(dtype, fused) },
      { code: copyTile(dtype) },
      { code: packIndexed(dtype) },
      { name: "pack", code: packFunction(dtype) },
      { name: "run", code: runFunction(dtype) },
    ],
    shared,
  );
