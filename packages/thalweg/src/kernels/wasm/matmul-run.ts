import { Code } from "./code.ts";
import { batched, remaining, smaller, split, word } from "./matmul-launch.ts";
import {
  matmulWords,
  mostTileRows,
  type ProductType,
  panelColumns,
  productBytes,
  scratchLayout,
  tableEntry,
  tileRows,
  vectorLanes,
} from "./matmul-layout.ts";

/** Positions of the functions that `run` calls; `strip` is the narrowest of four. */
export interface InnerFunctions {
  readonly packVectors: number;
  readonly strip: number;
  readonly copy: number;
}

const [launch, begin, end, scratch] = [0, 1, 2, 3];

/** The function that computes items, blocks of rows of c: strips of tiles below one another, column by column. */
export const runFunction = (dtype: ProductType, functions: InnerFunctions): Code => {
  const code = new Code(4);
  const bytes = productBytes[dtype];
  const lanes = vectorLanes[dtype];
  const width = panelColumns(dtype);
  const place = scratchLayout(dtype);
  const named = <Name extends keyof typeof matmulWords>(name: Name): number => word(code, name);
  const [m, n, k, a, aRow, aStep, aRows] = (["m", "n", "k", "a", "aRow", "aStep", "aRows"] as const).map(named);
  const [b, bRow, c, cRow, cColumn] = (["b", "bRow", "c", "cRow", "cColumn"] as const).map(named);
  const [packed, inPlace, packsA, blockRows] = (["packed", "inPlace", "packsA", "blockRows"] as const).map(named);
  const locals = (count: number): number[] => Array.from({ length: count }, () => code.local("i32"));
  const [row, rows, rowsEnd, index, line, last, add, term, terms, block, blocksEnd] = locals(11);
  const [runs, runsEnd, nextRuns, step, rowsPacked, perItem] = locals(6);
  const [column, columns, vectors, address, bAt, bStep, strip, at] = locals(8);
  const [edge, edgeRows, edgeStarts] = locals(3);

  code.get(scratch).i32(place.strip).op("i32.add").set(strip);
  code.get(scratch).i32(place.rows).op("i32.add").set(rowsPacked);
  code.get(aRows).if(() => code.advance(aRows, launch));
  code.get(m).get(blockRows).op("i32.add").i32(1).op("i32.sub").get(blockRows).op("i32.div_u").set(perItem);

  /** Stores what `address` pushes as the place of every row that tiles may read; `line` is the row, or the last one. */
  const noteRows = (address: () => void): void => {
    code.get(rows).i32(1).op("i32.sub").set(last);
    code
      .get(rows)
      .i32(mostTileRows - 1)
      .op("i32.add")
      .set(rowsEnd);
    code.get(scratch).set(at).i32(0).set(index);
    code.countTo(index, rowsEnd, 1, () => {
      smaller(code, index, last).set(line);
      code.get(at);
      address();
      code.memory("i32.store").increment(at, 4);
    });
  };

  /** Packs the rows' terms of this block, and notes them as the only run. */
  const packBlock = (source: number): void => {
    const vectorBytes = locals(1)[0];
    code.get(terms).i32(16).op("i32.mul").set(vectorBytes);
    code.get(source).get(row).get(aRow).op("i32.mul").op("i32.add");
    code.get(term).get(aStep).op("i32.mul").op("i32.add").get(aRow).get(aStep);
    code.get(rows).get(terms).get(rowsPacked).i32(16).get(vectorBytes).call(functions.packVectors);
    noteRows(() => {
      code.get(line).i32(lanes).op("i32.div_u").get(vectorBytes).op("i32.mul").get(rowsPacked).op("i32.add");
      code.get(line).i32(lanes).op("i32.rem_u").i32(bytes).op("i32.mul").op("i32.add");
    });
    code.get(scratch).i32(place.run).op("i32.add").tee(runs).i32(0).memory("i32.store");
    code.get(runs).get(terms).memory("i32.store", 4);
    code.get(runs).i32(8).op("i32.add").set(runsEnd);
  };

  /** Pushes what every strip has between its number of tiles and its place in c. */
  const operands = (): Code => code.get(runs).get(runsEnd).get(step).get(bAt).get(bStep);

  /** `edgeRows` rows at `edge`, which may be few, with columns that may be few or no neighbours: by way of a whole strip. */
  const cutStrip = (size: number): void => {
    const height = tileRows[size - 1];
    code.get(add).if(() => {
      code
        .get(edge)
        .get(cRow)
        .get(cColumn)
        .get(strip)
        .i32(16 * size)
        .i32(bytes);
      code.get(edgeRows).get(columns).call(functions.copy);
    });
    code
      .get(edgeStarts)
      .get(edgeRows)
      .i32(height - 1)
      .op("i32.add")
      .i32(height)
      .op("i32.div_u");
    operands()
      .get(strip)
      .i32(16 * size)
      .get(add)
      .call(functions.strip + size - 1);
    code
      .get(strip)
      .i32(16 * size)
      .i32(bytes)
      .get(edge)
      .get(cRow)
      .get(cColumn);
    code.get(edgeRows).get(columns).call(functions.copy);
  };

  const multiplyColumns = (size: number): void => {
    const height = tileRows[size - 1];
    code
      .get(columns)
      .i32(size * lanes)
      .op("i32.eq")
      .get(cColumn)
      .i32(bytes)
      .op("i32.eq")
      .op("i32.and");
    code.if(
      () => {
        code.get(scratch).get(rows).i32(height).op("i32.div_u");
        operands()
          .get(address)
          .get(cRow)
          .get(add)
          .call(functions.strip + size - 1);
        code.get(rows).i32(height).op("i32.rem_u").tee(edgeRows);
        code.if(() => {
          code.get(rows).get(edgeRows).op("i32.sub").tee(at).i32(2).op("i32.shl");
          code.get(scratch).op("i32.add").set(edgeStarts);
          code.get(at).get(cRow).op("i32.mul").get(address).op("i32.add").set(edge);
          cutStrip(size);
        });
      },
      () => {
        code.get(scratch).set(edgeStarts).get(rows).set(edgeRows).get(address).set(edge);
        cutStrip(size);
      },
    );
  };

  /** Sets where this block's terms of b are at `column`, and the step from one to the next. */
  const findB = (other: number, panels: number): void => {
    code
      .get(column)
      .get(inPlace)
      .op("i32.lt_s")
      .if(
        () => {
          code.get(column).i32(bytes).op("i32.mul").get(other).op("i32.add");
          code.get(term).get(bRow).tee(bStep).op("i32.mul").op("i32.add").set(bAt);
        },
        () => {
          // a panel is k terms of the vectors that its columns need
          code.get(vectors).i32(16).op("i32.mul").set(bStep);
          code.get(column).get(inPlace).op("i32.sub").get(k).op("i32.mul").i32(bytes).op("i32.mul");
          code.get(term).get(bStep).op("i32.mul").op("i32.add").get(panels).op("i32.add").set(bAt);
        },
      );
  };

  code.countTo(begin, end, 1, () => {
    const [batch, rowBlock] = split(code, begin, perItem);
    const source = batched(code, a, batch, tableEntry.a);
    const other = batched(code, b, batch, tableEntry.b);
    const target = batched(code, c, batch, tableEntry.c);
    const panels = batched(code, packed, batch, tableEntry.packed);
    code.get(rowBlock).get(blockRows).op("i32.mul").set(row);
    code.get(m).get(row).op("i32.sub").set(at);
    smaller(code, at, blockRows).set(rows);
    code.get(packsA).if(
      () => code.i32(16).set(step),
      () => {
        code.get(aStep).set(step);
        noteRows(() => {
          code.get(row).get(line).op("i32.add").set(last);
          code.get(aRows).if(
            () => code.get(last).i32(2).op("i32.shl").get(aRows).op("i32.add").memory("i32.load").set(line),
            () => code.get(last).get(aRow).op("i32.mul").set(line),
          );
          code.get(rows).i32(1).op("i32.sub").set(last).get(line).get(source).op("i32.add");
        });
      },
    );
    code.get(launch).memory("i32.load", matmulWords.accumulate).set(add).i32(0).set(term);
    code.get(launch).get(launch).memory("i32.load", matmulWords.runs).op("i32.add").set(nextRuns);
    code.get(launch).get(launch).memory("i32.load", matmulWords.blocks).op("i32.add").tee(block);
    code.get(launch).memory("i32.load", matmulWords.blockCount).i32(3).op("i32.shl").op("i32.add").set(blocksEnd);
    code.walkTo(block, blocksEnd, 8, () => {
      code.get(block).memory("i32.load").set(terms).get(nextRuns).tee(runs);
      code.get(block).memory("i32.load", 4).i32(3).op("i32.shl").op("i32.add").tee(runsEnd).set(nextRuns);
      code.get(packsA).if(() => packBlock(source));
      code.i32(0).set(column);
      code.get(target).get(row).get(cRow).op("i32.mul").op("i32.add").set(address);
      code.countTo(column, n, width, () => {
        remaining(code, n, column, width).tee(columns);
        code
          .i32(lanes - 1)
          .op("i32.add")
          .i32(lanes)
          .op("i32.div_u")
          .set(vectors);
        findB(other, panels);
        tileRows.forEach((_, narrower) => {
          const size = narrower + 1;
          code
            .get(vectors)
            .i32(size)
            .op("i32.eq")
            .if(() => multiplyColumns(size));
        });
        code.get(cColumn).i32(width).op("i32.mul").get(address).op("i32.add").set(address);
      });
      code.advance(term, terms).i32(1).set(add);
    });
  });
  return code;
};
