import { type DType, itemBytes, type ScalarType, scalarType } from "../dtype.ts";
import type { Value } from "../kernel.ts";
import type { Code } from "./code.ts";
import { convert } from "./conversions.ts";
import { type Cursor, type Frame, type Place, placeAt } from "./frame.ts";
import type { Lanes } from "./lanes.ts";

/** Loads of four elements: one for all lanes, four in a row, or lane by lane. */

type Load = Extract<Value, { op: "load" }>;
const lanesOf4 = [0, 1, 2, 3] as const;

const freshLanes = (code: Code, dtype: DType): Lanes =>
  dtype === "float64" ? [code.local("v128"), code.local("v128")] : [code.local("v128")];

const zero = (code: Code, lanes: Lanes): void => {
  for (const local of lanes) code.v128(new Int32Array(4)).set(local);
};

/** Widens the bytes in the low word. */
const widen = (code: Code): Code => code.op("i16x8.extend_low_i8x16_u").op("i32x4.extend_low_i16x8_u");

/** One element for all lanes; both halves of a float64 get it. */
const loadSplat = (code: Code, dtype: DType, { pointer, offset }: Place, into: Lanes): void => {
  code.get(pointer);
  if (dtype === "uint8") code.memory("i32.load8_u", offset).op("i32x4.splat");
  else code.memory(dtype === "float64" ? "v128.load64_splat" : "v128.load32_splat", offset);
  code.set(into[0]);
  if (into.length === 2) code.get(into[0]).set(into[1]);
};

/** Four elements in a row; reads past the end of an array, never past the slack of the memory. */
const loadRow = (code: Code, dtype: DType, { pointer, offset }: Place, into: Lanes): void => {
  if (dtype === "uint8") {
    widen(code.get(pointer).memory("v128.load32_zero", offset)).set(into[0]);
    return;
  }
  into.forEach((local, half) => {
    code
      .get(pointer)
      .memory("v128.load", offset + 16 * half)
      .set(local);
  });
};

/** One element into one lane. */
const loadLane = (code: Code, dtype: DType, { pointer, offset }: Place, into: Lanes, lane: number): void => {
  if (dtype === "uint8") {
    code.get(into[0]).get(pointer).memory("i32.load8_u", offset).lane("i32x4.replace_lane", lane).set(into[0]);
  } else if (into.length === 2) {
    const local = into[lane >> 1];
    code
      .get(pointer)
      .get(local)
      .memoryLane("v128.load64_lane", lane & 1, offset)
      .set(local);
  } else code.get(pointer).get(into[0]).memoryLane("v128.load32_lane", lane, offset).set(into[0]);
};

/** Adds lane `lane` of `at` times the gather stride to the address on the stack. */
const addGather = (code: Code, cursor: Cursor, at: number, lane: number): Code =>
  code.get(at).lane("i32x4.extract_lane", lane).get(cursor.gatherStride).op("i32.mul").op("i32.add");

/** `place` moved by the gather stride times `at`, which is the same in all lanes. */
const gathered = (code: Code, cursor: Cursor, place: Place, at: number): Place => {
  const pointer = code.local("i32");
  addGather(code.get(place.pointer), cursor, at, 0).set(pointer);
  return { ...place, pointer };
};

/** Places of the four lanes; lanes outside the tail repeat the first, which is always inside. */
const lanePlaces = (
  frame: Frame,
  cursor: Cursor,
  { pointer: first, offset }: Place,
  at: number | undefined,
): readonly Place[] => {
  const { code, tail } = frame;
  const neighbours = cursor.lane === 1 && at === undefined && !tail;
  if (neighbours) return lanesOf4.map((lane) => ({ pointer: first, offset: offset + lane * itemBytes[cursor.dtype] }));
  const addresses: number[] = [];
  let running = first;
  for (const lane of lanesOf4) {
    if (lane > 0 && cursor.lane !== 0) {
      const next = code.local("i32");
      code.get(running);
      if (cursor.lane === 1) code.i32(itemBytes[cursor.dtype]);
      else code.get(cursor.laneStride);
      code.op("i32.add").set(next);
      running = next;
    }
    const address = code.local("i32");
    code.get(running);
    if (at !== undefined) addGather(code, cursor, at, lane);
    if (tail && lane > 0) code.get(addresses[0]).get(tail.count).i32(lane).op("i32.gt_s").op("select");
    code.set(address);
    addresses.push(address);
  }
  return addresses.map((pointer) => ({ pointer, offset }));
};

/** Loads `value` with its operands `guard` and `at` already in locals. */
export const load = (
  frame: Frame,
  value: Load,
  guard: Lanes | undefined,
  at: Lanes | undefined,
  where: number,
): Lanes => {
  const { code, tail, placements } = frame;
  const cursor = frame.inputs[value.access];
  const { dtype } = cursor;
  const uniformAt = value.at === undefined || placements[value.at].uniform;
  const uniformGuard = value.guard === undefined || placements[value.guard].uniform;
  const oneAddress = uniformAt && (cursor.lane === 0 || (cursor.rowOnly && frame.kernel.vector === "reduced"));
  const into = freshLanes(code, dtype);
  const here = placeAt(frame, cursor, where);
  const first = at && uniformAt ? gathered(code, cursor, here, at[0]) : here;
  const gather = at && !uniformAt ? at[0] : undefined;

  const loadAll = (): void => {
    if (oneAddress) loadSplat(code, dtype, first, into);
    else if (uniformAt && cursor.lane === 1) loadRow(code, dtype, first, into);
    else {
      const places = lanePlaces(frame, cursor, first, gather);
      zero(code, into);
      for (const lane of lanesOf4) loadLane(code, dtype, places[lane], into, lane);
    }
  };

  const loadGuarded = (mask: number): void => {
    zero(code, into);
    const places = lanePlaces(frame, cursor, first, gather);
    for (const lane of lanesOf4) {
      code
        .get(mask)
        .lane("i32x4.extract_lane", lane)
        .if(() => loadLane(code, dtype, places[lane], into, lane));
    }
  };

  if (!guard) loadAll();
  else if (uniformGuard) {
    code
      .get(guard[0])
      .lane("i32x4.extract_lane", 0)
      .if(loadAll, () => zero(code, into));
  } else if (tail) {
    const mask = code.local("v128");
    code.get(guard[0]).get(tail.mask).op("v128.and").set(mask);
    loadGuarded(mask);
  } else {
    code
      .get(guard[0])
      .op("i32x4.all_true")
      .if(loadAll, () => loadGuarded(guard[0]));
  }
  return converted(frame, scalarType(dtype), value.type, into, oneAddress && uniformGuard);
};

const converted = (frame: Frame, from: ScalarType, to: ScalarType, lanes: Lanes, uniform: boolean): Lanes => {
  const [first] = lanes;
  return convert(frame.code, from, to, uniform && lanes.length === 2 ? [first, first] : lanes, uniform);
};
