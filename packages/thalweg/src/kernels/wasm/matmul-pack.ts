import { Code } from "./code.ts";
import type { ProductType } from "./matmul-layout.ts";

/**
 * Packs a panel of a matrix: for each term k, the `width` neighbours across lie side by side, with
 * zeros for those outside the matrix. Rows of a and columns of b are packed alike.
 *
 *     pack(source, acrossStride, termStride, across, terms, target)
 */
export const packPanel = (dtype: ProductType, width: number): Code => {
  const code = new Code(6);
  const [source, acrossStride, termStride, across, terms, target] = [0, 1, 2, 3, 4, 5];
  const bytes = dtype === "float32" ? 4 : 8;
  const term = code.local("i32");
  const rowBytes = width * bytes;

  /** One term after the other, `copy` moving all of its elements. */
  const eachTerm = (copy: () => void): void => {
    code.countTo(term, terms, 1, () => {
      copy();
      code.advance(source, termStride).increment(target, rowBytes);
    });
  };

  const copyRow = (): void => {
    for (let offset = 0; offset < rowBytes; offset += 16) {
      code.get(target).get(source).memory("v128.load", offset).memory("v128.store", offset);
    }
  };

  const copyElements = (): void => {
    const address = code.local("i32");
    const vector = code.local("v128");
    code.get(source).set(address);
    for (let index = 0; index < width; index += 1) {
      code.v128(new Int32Array(4)).set(vector);
      code
        .get(across)
        .i32(index)
        .op("i32.gt_s")
        .if(() => {
          code
            .get(address)
            .memory(bytes === 4 ? "v128.load32_zero" : "v128.load64_zero")
            .set(vector);
        });
      code
        .get(target)
        .get(vector)
        .memoryLane(bytes === 4 ? "v128.store32_lane" : "v128.store64_lane", 0, index * bytes);
      code.advance(address, acrossStride);
    }
  };

  const isFull = (): Code => code.get(across).i32(width).op("i32.eq");
  const isOneElement = (stride: number): Code => code.get(stride).i32(bytes).op("i32.eq");

  const transposed = (): void => {
    const whole = code.local("i32");
    const perVector = 16 / bytes;
    const rows = Array.from({ length: width }, () => code.local("i32"));
    rows.forEach((row, index) => {
      if (index === 0) code.get(source).set(row);
      else
        code
          .get(rows[index - 1])
          .get(acrossStride)
          .op("i32.add")
          .set(row);
    });
    code.get(terms).i32(-perVector).op("i32.and").set(whole);
    code.countTo(term, whole, perVector, () => {
      for (let group = 0; group < width; group += perVector) {
        const part = rows.slice(group, group + perVector);
        (bytes === 4 ? transpose4 : transpose2)(code, part, target, group * bytes, rowBytes);
      }
      for (const row of rows) code.increment(row, 16);
      code.increment(target, rowBytes * perVector);
    });
    code.get(rows[0]).set(source);
  };

  isFull();
  isOneElement(acrossStride)
    .op("i32.and")
    .if(
      () => eachTerm(copyRow),
      () => {
        isFull();
        isOneElement(termStride).op("i32.and").if(transposed);
        eachTerm(copyElements);
      },
    );
  return code;
};

const loadRows = (code: Code, rows: readonly number[]): readonly number[] =>
  rows.map((row) => {
    const vector = code.local("v128");
    code.get(row).memory("v128.load").set(vector);
    return vector;
  });

/** Stores four rows of four floats as columns, `stride` bytes apart. */
export const transpose4 = (
  code: Code,
  rows: readonly number[],
  target: number,
  offset: number,
  stride: number,
): void => {
  const [a, b, c, d] = loadRows(code, rows);
  const [low, high, low2, high2] = [0, 1, 2, 3].map(() => code.local("v128"));
  code.get(a).get(b).shuffle(0, 4, 1, 5).set(low);
  code.get(c).get(d).shuffle(0, 4, 1, 5).set(low2);
  code.get(a).get(b).shuffle(2, 6, 3, 7).set(high);
  code.get(c).get(d).shuffle(2, 6, 3, 7).set(high2);
  code.get(target).get(low).get(low2).shuffle(0, 1, 4, 5).memory("v128.store", offset);
  code
    .get(target)
    .get(low)
    .get(low2)
    .shuffle(2, 3, 6, 7)
    .memory("v128.store", offset + stride);
  code
    .get(target)
    .get(high)
    .get(high2)
    .shuffle(0, 1, 4, 5)
    .memory("v128.store", offset + 2 * stride);
  code
    .get(target)
    .get(high)
    .get(high2)
    .shuffle(2, 3, 6, 7)
    .memory("v128.store", offset + 3 * stride);
};

/** Stores two rows of two doubles as columns. */
export const transpose2 = (
  code: Code,
  rows: readonly number[],
  target: number,
  offset: number,
  stride: number,
): void => {
  const [a, b] = loadRows(code, rows);
  code.get(target).get(a).get(b).shuffle(0, 1, 4, 5).memory("v128.store", offset);
  code
    .get(target)
    .get(a)
    .get(b)
    .shuffle(2, 3, 6, 7)
    .memory("v128.store", offset + stride);
};
