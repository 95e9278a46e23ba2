/** Figures as text within a page, and back. */
import type { Figure } from "./figure.ts";

/** Digits that pictures need. */
const digits = 9;

const pack = (_: string, value: unknown): unknown => {
  if (value instanceof Float64Array) return { heights: Array.from(value) };
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
};

const isPacked = (value: object): value is { readonly heights: readonly number[] } =>
  "heights" in value && Array.isArray(value.heights);

const unpack = (_: string, value: unknown): unknown => {
  if (value === null) return Number.NaN;
  return typeof value === "object" && isPacked(value) ? Float64Array.from(value.heights) : value;
};

/** Numbers that are not finite are `null`. No sign of it can end the element it stands in. */
export const packed = (figures: readonly Figure[]): string =>
  JSON.stringify(figures, pack).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

export const unpacked = (text: string): readonly Figure[] => JSON.parse(text, unpack);
