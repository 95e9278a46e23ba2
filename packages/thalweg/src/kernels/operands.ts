import type { Value } from "./kernel.ts";

/** Positions of the values that a value is computed from. */
export const operandsOf = (value: Value): readonly number[] => {
  if (value.op === "load") return [value.guard, value.at].filter((position) => position !== undefined);
  if (value.op === "select") return [value.condition, value.a, value.b];
  if ("b" in value) return [value.a, value.b];
  return "a" in value ? [value.a] : [];
};
