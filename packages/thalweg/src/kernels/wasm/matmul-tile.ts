import { Code } from "./code.ts";
import { type ProductType, productBytes, tileRows, vectorLanes } from "./matmul-layout.ts";

/**
 * The micro kernel: tiles of c below one another, `width` vectors wide.
 *
 *     strip(starts, count, runs, runsEnd, aStep, b, bStep, c, cRow, add)
 *
 *     c = (add ? c : 0) + Σₖ a[i, k]·b[k, j], k in order
 *
 * `starts` holds the address of every row of a, and `runs` where in a row the terms lie: `[offset, terms]`, `aStep` bytes
 * apart. The vectors of b are `bStep` bytes apart from term to term. Sums, vectors of b and one number of a stay in
 * registers. float64 products are never fused, so that their bits are those of a plain loop.
 */
export const productStrip = (dtype: ProductType, fused: boolean, width: number): Code => {
  const code = new Code(10);
  const [starts, count, runs, runsEnd, aStep, b, bStep, c, cRow, add] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const bytes = productBytes[dtype];
  const height = tileRows[width - 1];
  const rows = Array.from({ length: height }, (_, index) => index);
  const vectors = Array.from({ length: width }, (_, index) => index);
  const sums = rows.map(() => vectors.map(() => code.local("v128")));
  const pointers = rows.map(() => code.local("i32"));
  const [run, column, offset, terms, target, none] = [0, 1, 2, 3, 4, 5].map(() => code.local("i32"));
  const columns = vectors.map(() => code.local("v128"));
  const number = code.local("v128");

  /** `move` at every row of the tile, with `target` at it. */
  const eachRow = (move: (row: number) => void): void => {
    code.get(c).set(target);
    for (const row of rows) {
      move(row);
      if (row + 1 < height) code.advance(target, cRow);
    }
  };

  const begin = (): void => {
    code.get(add).if(
      () =>
        eachRow((row) => {
          for (const vector of vectors)
            code
              .get(target)
              .memory("v128.load", 16 * vector)
              .set(sums[row][vector]);
        }),
      () => {
        for (const sum of sums.flat()) code.v128(new Int32Array(4)).set(sum);
      },
    );
  };

  const addTerm = (): void => {
    for (const vector of vectors)
      code
        .get(column)
        .memory("v128.load", 16 * vector)
        .set(columns[vector]);
    for (const row of rows) {
      code.get(pointers[row]).memory(bytes === 4 ? "v128.load32_splat" : "v128.load64_splat");
      code.set(number);
      for (const vector of vectors) {
        const sum = sums[row][vector];
        if (dtype === "float32" && fused) {
          code.get(number).get(columns[vector]).get(sum).op("f32x4.relaxed_madd").set(sum);
        } else {
          const shape = dtype === "float32" ? "f32x4" : "f64x2";
          code.get(sum).get(number).get(columns[vector]).op(`${shape}.mul`).op(`${shape}.add`).set(sum);
        }
      }
    }
    code.advance(column, bStep);
    for (const pointer of pointers) code.advance(pointer, aStep);
  };

  code.walkTo(count, none, -1, () => {
    begin();
    code.get(b).set(column).get(runs).set(run);
    code.walkTo(run, runsEnd, 8, () => {
      code.get(run).memory("i32.load").set(offset).get(run).memory("i32.load", 4).set(terms);
      for (const row of rows)
        code
          .get(starts)
          .memory("i32.load", 4 * row)
          .get(offset)
          .op("i32.add")
          .set(pointers[row]);
      code.walkTo(terms, none, -1, addTerm);
    });
    eachRow((row) => {
      for (const vector of vectors)
        code
          .get(target)
          .get(sums[row][vector])
          .memory("v128.store", 16 * vector);
    });
    code
      .get(target)
      .get(cRow)
      .op("i32.add")
      .set(c)
      .increment(starts, 4 * height);
  });
  return code;
};

/**
 * Copies a strip whose tiles are cut off, or whose columns are no neighbours, to or from whole tiles.
 *
 *     copy(source, sourceRow, sourceColumn, target, targetRow, targetColumn, rows, columns)
 */
export const copyStrip = (dtype: ProductType): Code => {
  const code = new Code(8);
  const [source, sourceRow, sourceColumn, target, targetRow, targetColumn, rows, columns] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [row, column, whole, from, to] = [0, 1, 2, 3, 4].map(() => code.local("i32"));
  const bytes = productBytes[dtype];
  const lanes = vectorLanes[dtype];
  for (const stride of [sourceColumn, targetColumn]) code.get(stride).i32(bytes).op("i32.eq");
  code.op("i32.and").if(() => code.get(columns).i32(-lanes).op("i32.and").set(whole));
  code.countTo(row, rows, 1, () => {
    code.get(source).set(from).get(target).set(to).i32(0).set(column);
    code.countTo(column, whole, lanes, () => {
      code.get(to).get(from).memory("v128.load").memory("v128.store");
      code.increment(from, 16).increment(to, 16);
    });
    code.countTo(column, columns, 1, () => {
      code.get(to).get(from);
      if (dtype === "float32") code.memory("v128.load32_zero").memoryLane("v128.store32_lane", 0);
      else code.memory("v128.load64_zero").memoryLane("v128.store64_lane", 0);
      code.advance(from, sourceColumn).advance(to, targetColumn);
    });
    code.advance(source, sourceRow).advance(target, targetRow);
  });
  return code;
};
