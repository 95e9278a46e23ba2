import { Code } from "./code.ts";
import { type ProductType, tileColumns, tileRows, tileVectors } from "./matmul-layout.ts";

/**
 * The micro kernel: a tile of c, 4 rows by two vectors, from packed panels of a and b.
 *
 *     tile(a, b, terms, c, rowStride, add)      c = (add ? c : 0) + Σₖ a[k, i]·b[k, j], k in order
 *
 * Eight accumulators, two vectors of b and one of a stay in registers. float64 products are never
 * fused, so that their bits are those of a plain loop.
 */
export const productTile = (dtype: ProductType, fused: boolean): Code => {
  const code = new Code(6);
  const [a, b, terms, c, rowStride, add] = [0, 1, 2, 3, 4, 5];
  const bytes = dtype === "float32" ? 4 : 8;
  const rows = Array.from({ length: tileRows }, (_, index) => index);
  const vectors = Array.from({ length: tileVectors }, (_, index) => index);
  const sums = rows.map(() => vectors.map(() => code.local("v128")));
  const pointers = rows.map((row) => (row === 0 ? c : code.local("i32")));
  for (const row of rows.slice(1))
    code
      .get(pointers[row - 1])
      .get(rowStride)
      .op("i32.add")
      .set(pointers[row]);

  code.get(add).if(() => {
    for (const row of rows) {
      for (const vector of vectors)
        code
          .get(pointers[row])
          .memory("v128.load", 16 * vector)
          .set(sums[row][vector]);
    }
  });

  const splat = code.local("v128");
  const columns = vectors.map(() => code.local("v128"));
  const last = code.local("i32");
  code
    .get(a)
    .get(terms)
    .i32(tileRows * bytes)
    .op("i32.mul")
    .op("i32.add")
    .set(last);
  code.walkTo(a, last, tileRows * bytes, () => {
    for (const vector of vectors)
      code
        .get(b)
        .memory("v128.load", 16 * vector)
        .set(columns[vector]);
    for (const row of rows) {
      code
        .get(a)
        .memory(bytes === 4 ? "v128.load32_splat" : "v128.load64_splat", row * bytes)
        .set(splat);
      for (const vector of vectors) {
        const sum = sums[row][vector];
        if (dtype === "float32" && fused) {
          code.get(splat).get(columns[vector]).get(sum).op("f32x4.relaxed_madd").set(sum);
        } else {
          const shape = dtype === "float32" ? "f32x4" : "f64x2";
          code.get(sum).get(splat).get(columns[vector]).op(`${shape}.mul`).op(`${shape}.add`).set(sum);
        }
      }
    }
    code.increment(b, tileColumns(dtype) * bytes);
  });

  for (const row of rows) {
    for (const vector of vectors)
      code
        .get(pointers[row])
        .get(sums[row][vector])
        .memory("v128.store", 16 * vector);
  }
  return code;
};

/**
 * Copies a tile that is cut off, or whose columns are no neighbours, to or from a whole one.
 *
 *     copy(source, sourceRow, sourceColumn, target, targetRow, targetColumn, rows, columns)
 */
export const copyTile = (dtype: ProductType): Code => {
  const code = new Code(8);
  const [source, sourceRow, sourceColumn, target, targetRow, targetColumn, rows, columns] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [row, column, from, to] = [0, 1, 2, 3].map(() => code.local("i32"));
  code.countTo(row, rows, 1, () => {
    code.get(source).set(from).get(target).set(to).i32(0).set(column);
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
