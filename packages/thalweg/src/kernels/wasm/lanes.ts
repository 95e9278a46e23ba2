import type { ScalarType } from "../dtype.ts";
import type { Code } from "./code.ts";

/** The v128 locals that hold four lanes: one, or two for float64 (the same twice when all lanes are equal). */
export type Lanes = readonly [number] | readonly [number, number];

export const shapes = { float32: "f32x4", float64: "f64x2", int32: "i32x4", bool: "i32x4" } as const;

/** New locals for a result; `emit` leaves one v128 on the stack, for float64 once for each half. */
export const result = (code: Code, type: ScalarType, uniform: boolean, emit: (half: 0 | 1) => void): Lanes => {
  const half = (index: 0 | 1): number => {
    const local = code.local("v128");
    emit(index);
    code.set(local);
    return local;
  };
  const first = half(0);
  if (type !== "float64") return [first];
  return [first, uniform ? first : half(1)];
};

/** The local with a half of `lanes`; values of 32 bits have one. */
export const halfOf = (lanes: Lanes, half: 0 | 1): number => lanes[half] ?? lanes[0];

/** Pushes a mask with lanes as wide as those of `type`. */
export const pushMask = (code: Code, mask: number, type: ScalarType, half: 0 | 1): Code => {
  code.get(mask);
  if (type !== "float64") return code;
  return code.op(half === 0 ? "i64x2.extend_low_i32x4_s" : "i64x2.extend_high_i32x4_s");
};

/** Pushes the low words of four 64-bit lanes. */
export const lowWords = (code: Code, lanes: Lanes): Code =>
  code.get(lanes[0]).get(halfOf(lanes, 1)).shuffle(0, 2, 4, 6);
