import { type DType, scalarType } from "../dtype.ts";
import type { Store } from "../kernel.ts";
import type { Code } from "./code.ts";
import { convert } from "./conversions.ts";
import { type Frame, type Place, placeAt, type Tail } from "./frame.ts";
import { halfOf, type Lanes } from "./lanes.ts";

/** Stores of four elements: in a row when lanes are neighbours, else lane by lane. */

const lowBytes = [0, 4, 8, 12, ...Array<number>(12).fill(0)];

const storeRow = (code: Code, dtype: DType, { pointer, offset }: Place, lanes: Lanes): void => {
  if (dtype === "uint8") {
    code.get(pointer).get(lanes[0]).get(lanes[0]).shuffleBytes(lowBytes).memoryLane("v128.store32_lane", 0, offset);
    return;
  }
  code.get(pointer).get(lanes[0]).memory("v128.store", offset);
  if (dtype === "float64")
    code
      .get(pointer)
      .get(halfOf(lanes, 1))
      .memory("v128.store", offset + 16);
};

const storeLane = (code: Code, dtype: DType, address: number, lanes: Lanes, lane: number): void => {
  code.get(address);
  if (dtype === "uint8") code.get(lanes[0]).memoryLane("v128.store8_lane", 4 * lane);
  else if (dtype === "float64") {
    code.get(halfOf(lanes, lane < 2 ? 0 : 1)).memoryLane("v128.store64_lane", lane & 1);
  } else code.get(lanes[0]).memoryLane("v128.store32_lane", lane);
};

/** Stores the lanes one by one, as far as the tail goes. */
const storeLanes = (code: Code, tail: Tail, dtype: DType, pointer: number, laneStride: number, lanes: Lanes): void => {
  storeLane(code, dtype, pointer, lanes, 0);
  let address = pointer;
  for (let lane = 1; lane < 4; lane += 1) {
    const next = code.local("i32");
    code.get(address).get(laneStride).op("i32.add").set(next);
    address = next;
    code
      .get(tail.count)
      .i32(lane)
      .op("i32.gt_s")
      .if(() => storeLane(code, dtype, next, lanes, lane));
  }
};

/** Writes `lanes`, the value of `store`, where the loop at level `where` stands. */
export const storeLanesOf = (frame: Frame, store: Store, lanes: Lanes, where: number): void => {
  const { code, kernel, tail } = frame;
  const cursor = frame.outputs[store.output];
  const { dtype } = cursor;
  const { uniform } = frame.placements[store.value];
  const values = convert(code, kernel.values[store.value].type, scalarType(dtype), lanes, uniform);
  const place = placeAt(frame, cursor, where);
  if (store.level === "row" && kernel.vector === "reduced") storeLane(code, dtype, place.pointer, values, 0);
  else if (tail) storeLanes(code, tail, dtype, place.pointer, cursor.laneStride, values);
  else storeRow(code, dtype, place, values);
};
