import { Code } from "./code.ts";
import { indexedCopies, type ProductType, tileRows } from "./matmul-layout.ts";
import { transpose2, transpose4 } from "./matmul-pack.ts";

/**
 * Packs a panel of a, as packPanel does, whose rows and terms lie where tables say, in bytes from `source`: so a product
 * takes the windows of a convolution without their being stored.
 *
 *     pack(source, rowTable, termTable, across, terms, target, copy)
 *
 * Rows beyond `across` repeat the last one; their sums are dropped. `copy` says what lies in fours (`indexedCopies`).
 */
export const packIndexed = (dtype: ProductType): Code => {
  const code = new Code(7);
  const [source, rowTable, termTable, across, terms, target, copy] = [0, 1, 2, 3, 4, 5, 6];
  const bytes = dtype === "float32" ? 4 : 8;
  const rowBytes = tileRows * bytes;
  const perVector = 16 / bytes;
  const end = code.local("i32");
  const place = code.local("i32");
  const starts = Array.from({ length: tileRows }, () => code.local("i32"));
  const rows = Array.from({ length: tileRows }, () => code.local("i32"));

  const isCopy = (kind: keyof typeof indexedCopies): Code => code.get(copy).i32(indexedCopies[kind]).op("i32.eq");

  /** `move` with `place` at one term after the other, `step` at a time. */
  const eachTerm = (step: number, move: () => void): void => {
    code.walkTo(termTable, end, 4 * step, () => {
      code.get(termTable).memory("i32.load").set(place);
      move();
      code.increment(target, rowBytes * step);
    });
  };

  const neighbouringRows = (): void => {
    code.advance(source, starts[0]);
    eachTerm(1, () => {
      code.advance(place, source);
      for (let offset = 0; offset < rowBytes; offset += 16) {
        code.get(target).get(place).memory("v128.load", offset).memory("v128.store", offset);
      }
    });
  };

  const neighbouringTerms = (): void => {
    eachTerm(4, () => {
      code.advance(place, source);
      rows.forEach((row, index) => {
        code.get(place).get(starts[index]).op("i32.add").set(row);
      });
      for (let term = 0; term < 4; term += perVector) {
        for (let group = 0; group < tileRows; group += perVector) {
          const offset = group * bytes + term * rowBytes;
          (bytes === 4 ? transpose4 : transpose2)(code, rows.slice(group, group + perVector), target, offset, rowBytes);
        }
        if (term + perVector < 4) for (const row of rows) code.increment(row, 16);
      }
    });
  };

  const singles = (): void => {
    const [load, store] =
      bytes === 4
        ? (["v128.load32_zero", "v128.store32_lane"] as const)
        : (["v128.load64_zero", "v128.store64_lane"] as const);
    eachTerm(1, () => {
      code.advance(place, source);
      starts.forEach((start, index) => {
        code
          .get(target)
          .get(place)
          .get(start)
          .op("i32.add")
          .memory(load)
          .memoryLane(store, 0, index * bytes);
      });
    });
  };

  code.get(termTable).get(terms).i32(4).op("i32.mul").op("i32.add").set(end);
  starts.forEach((start, index) => {
    code.get(rowTable);
    code
      .i32(4 * index)
      .get(across)
      .i32(1)
      .op("i32.sub")
      .i32(4)
      .op("i32.mul");
    code.get(across).i32(index).op("i32.gt_s").op("select").op("i32.add");
    code.memory("i32.load").set(start);
  });
  isCopy("terms").if(neighbouringTerms, () => {
    isCopy("rows").get(across).i32(tileRows).op("i32.eq").op("i32.and").if(neighbouringRows, singles);
  });
  return code;
};
