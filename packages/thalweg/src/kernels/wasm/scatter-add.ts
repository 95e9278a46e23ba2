import { type DType, itemBytes } from "../dtype.ts";
import { Code } from "./code.ts";
import { encodeModule } from "./encoder.ts";
import { parameter } from "./frame.ts";
import type { MemoryLaneOpcode, MemoryOpcode, PlainOpcode } from "./opcodes.ts";
import { scatterAddSpan, scatterAddWords } from "./scatter-add-layout.ts";

/**
 * target[outer, indices[i], inner] += source[outer, i, inner] as a WebAssembly module that exports
 * `run(launch, begin, end, scratch)`, as kernels do: work items (scatter-add-layout.ts) from begin to end. Each sets its
 * part of the target to 0 and adds in the order of i, so that sums do not depend on who takes which item.
 */
export const renderScatterAdd = (dtype: DType, shared: boolean): Uint8Array<ArrayBuffer> => {
  const code = new Code(4);
  const local = (): number => code.local("i32");
  const word = (name: keyof typeof scatterAddWords): number => {
    const into = local();
    code.get(parameter.launch).memory("i32.load", scatterAddWords[name]).set(into);
    return into;
  };
  const [extent, count, inner, indices] = [word("extent"), word("count"), word("inner"), word("indices")];
  const [source, target] = [word("source"), word("target")];
  const [rowBytes, blocks, item] = [local(), local(), local()];
  code.get(inner).i32(itemBytes[dtype]).op("i32.mul").set(rowBytes);
  code
    .get(rowBytes)
    .i32(scatterAddSpan - 1)
    .op("i32.add")
    .i32(scatterAddSpan)
    .op("i32.div_u")
    .set(blocks);
  code.get(parameter.begin).set(item);
  code.countTo(item, parameter.end, 1, () => {
    const [outer, offset, width, from, into] = [local(), local(), local(), local(), local()];
    code.get(item).get(blocks).op("i32.div_u").set(outer);
    code.get(item).get(blocks).op("i32.rem_u").i32(scatterAddSpan).op("i32.mul").set(offset);
    code.get(rowBytes).get(offset).op("i32.sub").tee(width).i32(scatterAddSpan);
    code.get(width).i32(scatterAddSpan).op("i32.lt_s").op("select").set(width);
    for (const [array, rows, start] of [
      [source, count, from],
      [target, extent, into],
    ]) {
      code.get(array).get(outer).get(rows).op("i32.mul").get(rowBytes).op("i32.mul").op("i32.add");
      code.get(offset).op("i32.add").set(start);
    }
    const rows = { extent, count, rowBytes, indices, from, into };
    code
      .get(width)
      .i32(scatterAddSpan)
      .op("i32.eq")
      .if(
        () => writeRows(code, rows, wholeSpan(code, dtype)),
        () => writeRows(code, rows, partialSpan(code, dtype, width)),
      );
  });
  return encodeModule([{ name: "run", code }], shared);
};

/** i32 locals: the sizes of an item and where it begins. */
interface Rows {
  readonly extent: number;
  readonly count: number;
  readonly rowBytes: number;
  readonly indices: number;
  readonly from: number;
  readonly into: number;
}

/** Code for the bytes of a row that an item has: `row` and `from` are locals with addresses. */
interface Span {
  readonly clear: (row: number) => void;
  readonly add: (row: number, from: number) => void;
}

const writeRows = (code: Code, rows: Rows, span: Span): void => {
  const { extent, count, rowBytes, indices, from, into } = rows;
  const [index, row, last] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code.get(into).set(row).i32(0).set(index);
  code.countTo(index, extent, 1, () => {
    span.clear(row);
    code.advance(row, rowBytes);
  });
  code.get(extent).i32(1).op("i32.sub").set(last).i32(0).set(index);
  code.countTo(index, count, 1, () => {
    const at = code.local("i32");
    code.get(indices).get(index).i32(2).op("i32.shl").op("i32.add").memory("i32.load").set(at);
    code.i32(0).get(at).get(at).i32(0).op("i32.lt_s").op("select").set(at);
    code.get(last).get(at).get(at).get(last).op("i32.gt_s").op("select").set(at);
    code.get(into).get(at).get(rowBytes).op("i32.mul").op("i32.add").set(row);
    span.add(row, from);
    code.advance(from, rowBytes);
  });
};

const zero = new Int32Array(4);
const additions = {
  float32: "f32x4.add",
  float64: "f64x2.add",
  int32: "i32x4.add",
  uint8: "i8x16.add",
} as const satisfies Record<DType, PlainOpcode>;

/** How one element is read into the first lane and written from it. */
const elements = {
  float32: { load: "v128.load32_zero", store: "v128.store32_lane" },
  float64: { load: "v128.load64_zero", store: "v128.store64_lane" },
  int32: { load: "v128.load32_zero", store: "v128.store32_lane" },
  uint8: { load: "v128.load8_splat", store: "v128.store8_lane" },
} as const satisfies Record<DType, { load: MemoryOpcode; store: MemoryLaneOpcode }>;

const wholeSpan = (code: Code, dtype: DType): Span => {
  const offsets = Array.from({ length: scatterAddSpan / 16 }, (_, vector) => 16 * vector);
  return {
    clear: (row) => {
      for (const offset of offsets) code.get(row).v128(zero).memory("v128.store", offset);
    },
    add: (row, from) => {
      for (const offset of offsets) {
        code.get(row).get(row).memory("v128.load", offset).get(from).memory("v128.load", offset);
        code.op(additions[dtype]).memory("v128.store", offset);
      }
    },
  };
};

const partialSpan = (code: Code, dtype: DType, width: number): Span => {
  const { load, store } = elements[dtype];
  const each = (row: number, body: (at: number, offset: number) => void): void => {
    const [at, offset] = [code.local("i32"), code.local("i32")];
    code.i32(0).set(offset);
    code.countTo(offset, width, itemBytes[dtype], () => {
      code.get(row).get(offset).op("i32.add").set(at);
      body(at, offset);
    });
  };
  return {
    clear: (row) => {
      each(row, (at) => code.get(at).v128(zero).memoryLane(store, 0));
    },
    add: (row, from) => {
      each(row, (at, offset) => {
        code.get(at).get(at).memory(load).get(from).get(offset).op("i32.add").memory(load);
        code.op(additions[dtype]).memoryLane(store, 0);
      });
    },
  };
};
