import { Code } from "../../kernels/wasm/code.ts";
import { encodeModule } from "../../kernels/wasm/encoder.ts";

/**
 * A module whose function
 *
 *     gather(source, outer, inner, outers, inners, phase, run, target, stride)
 *
 * lays float32 entries out as a matrix: target[o, i] = source[outer[o] + inner[i]]. The tables hold
 * byte offsets, `stride` is the bytes of a row of the target. Along `inner`, entries lie in runs of
 * `run` neighbours, the first of which has `phase` of them behind it already. Up to 12 bytes after a row are overwritten.
 */
export const renderGather = (shared: boolean): Uint8Array<ArrayBuffer> =>
  encodeModule([{ name: "gather", code: gatherFunction() }], shared);

const parameters = {
  source: 0,
  outer: 1,
  inner: 2,
  outers: 3,
  inners: 4,
  phase: 5,
  run: 6,
  target: 7,
  stride: 8,
} as const;

const gatherFunction = (): Code => {
  const code = new Code(9);
  const { source, outer, inner, outers, inners, phase, run, target, stride } = parameters;
  const local = (): number => code.local("i32");
  const [row, from, table, index, rest, count, place, end, store] = Array.from({ length: 9 }, local);

  /** Sets `count` to the smaller of itself and what is left of the row. */
  const limit = (): void => {
    code.get(inners).get(index).op("i32.sub").set(rest);
    code.get(rest).get(count).get(rest).get(count).op("i32.lt_s").op("select").set(count);
  };

  const copyRun = (): void => {
    code.get(table).memory("i32.load").get(from).op("i32.add").set(place);
    // whole vectors: what is too much is overwritten by the next run
    code.get(count).i32(3).op("i32.add").i32(2).op("i32.shr_u").i32(4).op("i32.shl");
    code.get(place).op("i32.add").set(end);
    code.get(target).get(index).i32(2).op("i32.shl").op("i32.add").set(store);
    code.walkTo(place, end, 16, () => {
      code.get(store).get(place).memory("v128.load").memory("v128.store").increment(store, 16);
    });
  };

  code.countTo(row, outers, 1, () => {
    code.get(outer).memory("i32.load").get(source).op("i32.add").set(from);
    code.get(inner).set(table).i32(0).set(index);
    code.get(run).get(phase).op("i32.sub").set(count);
    code.countTo(index, inners, 1, () => {
      limit();
      copyRun();
      code.get(table).get(count).i32(2).op("i32.shl").op("i32.add").set(table);
      code.advance(index, count).increment(index, -1);
      code.get(run).set(count);
    });
    code.advance(target, stride).increment(outer, 4);
  });
  return code;
};
