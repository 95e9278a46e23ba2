import { Code } from "./code.ts";
import { type ProductType, productBytes, vectorLanes } from "./matmul-layout.ts";

/**
 * Packs a vector's columns of b, or rows of a: for each term, the neighbours `across` lie side by side, with zeros for
 * those outside the matrix, and the next term `targetStride` bytes on.
 *
 *     packVector(source, acrossStride, termStride, across, terms, target, targetStride)
 */
export const packVector = (dtype: ProductType): Code => {
  const code = new Code(7);
  const [source, acrossStride, termStride, across, terms, target, targetStride] = [0, 1, 2, 3, 4, 5, 6];
  const bytes = productBytes[dtype];
  const lanes = vectorLanes[dtype];
  const term = code.local("i32");

  /** One term after the other, `copy` moving all of its numbers. */
  const eachTerm = (copy: () => void): void => {
    code.countTo(term, terms, 1, () => {
      copy();
      code.advance(source, termStride).advance(target, targetStride);
    });
  };

  const copyNumbers = (): void => {
    const address = code.local("i32");
    const vector = code.local("v128");
    code.get(source).set(address);
    for (let index = 0; index < lanes; index += 1) {
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

  const transposed = (): void => {
    const whole = code.local("i32");
    const rows = Array.from({ length: lanes }, () => code.local("i32"));
    code.get(source).set(rows[0]);
    for (let row = 1; row < lanes; row += 1) {
      code
        .get(rows[row - 1])
        .get(acrossStride)
        .op("i32.add")
        .set(rows[row]);
    }
    code.get(terms).i32(-lanes).op("i32.and").set(whole);
    code.countTo(term, whole, lanes, () => {
      (bytes === 4 ? transpose4 : transpose2)(code, rows, target, targetStride);
      for (const row of rows) code.increment(row, 16);
    });
    code.get(rows[0]).set(source);
  };

  const isWhole = (): Code => code.get(across).i32(lanes).op("i32.eq");
  const areNeighbours = (stride: number): Code => code.get(stride).i32(bytes).op("i32.eq");

  isWhole();
  areNeighbours(acrossStride)
    .op("i32.and")
    .if(
      () => eachTerm(() => code.get(target).get(source).memory("v128.load").memory("v128.store")),
      () => {
        isWhole();
        areNeighbours(termStride).op("i32.and").if(transposed);
        eachTerm(copyNumbers);
      },
    );
  return code;
};

/**
 * Packs any number of columns of b, or rows of a, a vector `vectorStride` bytes behind the other.
 *
 *     packVectors(source, acrossStride, termStride, across, terms, target, targetStride, vectorStride)
 *
 * Neighbours are read a cache line at a time, for all the vectors in it. `packVector` is that function's position.
 */
export const packVectors = (dtype: ProductType, packVector: number): Code => {
  const code = new Code(8);
  const [source, acrossStride, termStride, across, terms, target, targetStride, vectorStride] = [
    0, 1, 2, 3, 4, 5, 6, 7,
  ];
  const bytes = productBytes[dtype];
  const lanes = vectorLanes[dtype];
  const line = 64 / bytes;
  const [index, whole, term, from, left] = [0, 1, 2, 3, 4].map(() => code.local("i32"));
  const targets = Array.from({ length: line / lanes }, () => code.local("i32"));
  code
    .get(acrossStride)
    .i32(bytes)
    .op("i32.eq")
    .if(() => code.get(across).i32(-line).op("i32.and").set(whole));
  code.countTo(index, whole, line, () => {
    code.get(source).set(from).i32(0).set(term);
    for (const at of targets) code.get(target).set(at).advance(target, vectorStride);
    code.countTo(term, terms, 1, () => {
      targets.forEach((at, vector) => {
        code
          .get(at)
          .get(from)
          .memory("v128.load", 16 * vector)
          .memory("v128.store");
        code.advance(at, targetStride);
      });
      code.advance(from, termStride);
    });
    code.increment(source, 64);
  });
  code.get(whole).set(index);
  code.countTo(index, across, lanes, () => {
    code.get(across).get(index).op("i32.sub").set(left);
    code.get(source).get(acrossStride).get(termStride);
    code.get(left).i32(lanes).get(left).i32(lanes).op("i32.lt_s").op("select");
    code.get(terms).get(target).get(targetStride).call(packVector);
    code.get(acrossStride).i32(lanes).op("i32.mul").get(source).op("i32.add").set(source);
    code.advance(target, vectorStride);
  });
  return code;
};

const loadRows = (code: Code, rows: readonly number[]): readonly number[] =>
  rows.map((row) => {
    const vector = code.local("v128");
    code.get(row).memory("v128.load").set(vector);
    return vector;
  });

/** Stores four rows of four floats as columns, and moves `target` on behind them. */
const transpose4 = (code: Code, rows: readonly number[], target: number, stride: number): void => {
  const [a, b, c, d] = loadRows(code, rows);
  const [low, high, low2, high2] = [0, 1, 2, 3].map(() => code.local("v128"));
  code.get(a).get(b).shuffle(0, 4, 1, 5).set(low);
  code.get(c).get(d).shuffle(0, 4, 1, 5).set(low2);
  code.get(a).get(b).shuffle(2, 6, 3, 7).set(high);
  code.get(c).get(d).shuffle(2, 6, 3, 7).set(high2);
  for (const [first, second] of [
    [low, low2],
    [high, high2],
  ]) {
    code.get(target).get(first).get(second).shuffle(0, 1, 4, 5).memory("v128.store").advance(target, stride);
    code.get(target).get(first).get(second).shuffle(2, 3, 6, 7).memory("v128.store").advance(target, stride);
  }
};

/** Stores two rows of two doubles as columns, and moves `target` on behind them. */
const transpose2 = (code: Code, rows: readonly number[], target: number, stride: number): void => {
  const [a, b] = loadRows(code, rows);
  code.get(target).get(a).get(b).shuffle(0, 1, 4, 5).memory("v128.store").advance(target, stride);
  code.get(target).get(a).get(b).shuffle(2, 3, 6, 7).memory("v128.store").advance(target, stride);
};
