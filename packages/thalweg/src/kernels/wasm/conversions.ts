import type { ScalarType } from "../dtype.ts";
import type { Code } from "./code.ts";
import { halfOf, type Lanes, lowWords, result, shapes } from "./lanes.ts";

/** Conversions between types of lanes; true is −1 in a mask and 1 in a number. */

/** Pushes a half of four 32-bit lanes in the low half of a vector. */
const lowHalf = (code: Code, local: number, half: 0 | 1): Code =>
  half === 0 ? code.get(local) : code.get(local).get(local).shuffle(2, 3, 2, 3);

const toBool = (code: Code, from: ScalarType, lanes: Lanes, uniform: boolean): Lanes => {
  const zero = new Int32Array(4);
  const different = result(code, from, uniform, (half) =>
    code.get(halfOf(lanes, half)).v128(zero).op(`${shapes[from]}.ne`),
  );
  return from === "float64" ? result(code, "bool", uniform, () => lowWords(code, different)) : different;
};

const toInt32 = (code: Code, from: ScalarType, lanes: Lanes, uniform: boolean): Lanes =>
  result(code, "int32", uniform, () => {
    if (from === "bool") return code.get(lanes[0]).op("i32x4.neg");
    if (from === "float32") return code.get(lanes[0]).op("i32x4.trunc_sat_f32x4_s");
    code.get(lanes[0]).op("i32x4.trunc_sat_f64x2_s_zero");
    return code.get(halfOf(lanes, 1)).op("i32x4.trunc_sat_f64x2_s_zero").shuffle(0, 1, 4, 5);
  });

const toFloat32 = (code: Code, from: ScalarType, lanes: Lanes, uniform: boolean): Lanes =>
  result(code, "float32", uniform, () => {
    if (from !== "float64") return code.get(lanes[0]).op("f32x4.convert_i32x4_s");
    code.get(lanes[0]).op("f32x4.demote_f64x2_zero");
    return code.get(halfOf(lanes, 1)).op("f32x4.demote_f64x2_zero").shuffle(0, 1, 4, 5);
  });

const toFloat64 = (code: Code, from: ScalarType, lanes: Lanes, uniform: boolean): Lanes =>
  result(code, "float64", uniform, (half) =>
    lowHalf(code, lanes[0], half).op(from === "float32" ? "f64x2.promote_low_f32x4" : "f64x2.convert_low_i32x4_s"),
  );

export const convert = (code: Code, from: ScalarType, to: ScalarType, lanes: Lanes, uniform: boolean): Lanes => {
  if (from === to) return lanes;
  if (to === "bool") return toBool(code, from, lanes, uniform);
  if (to === "int32") return toInt32(code, from, lanes, uniform);
  const numbers = from === "bool" ? toInt32(code, from, lanes, uniform) : lanes;
  return (to === "float32" ? toFloat32 : toFloat64)(code, from, numbers, uniform);
};
