import type { Kernel, Value } from "../kernel.ts";
import type { Code } from "./code.ts";

/**
 * The instructions f32x4.min and max pass NaN on and order −0 before +0, for which x86 needs nine instructions; pmin and pmax
 * are one, but return their first operand when one is NaN or both are 0. What is known of the operands says how little has
 * to be added to them.
 */

/** What a float operand can be: a literal, a number whose sign bit is clear unless it is NaN, or anything. */
export type Known = { readonly kind: "literal"; readonly value: number } | { readonly kind: "notNegative" | "any" };

export const anything: Known = { kind: "any" };

/** What is known of each value of a kernel, as far as activations and pooling make use of it. */
export const knownOf = ({ values }: Pick<Kernel, "values">): readonly Known[] => {
  const known: Known[] = [];
  for (const value of values) known.push(knownFrom(value, known));
  return known;
};

const knownFrom = (value: Value, known: readonly Known[]): Known => {
  switch (value.op) {
    case "literal":
      return { kind: "literal", value: value.value };
    case "abs":
      return { kind: "notNegative" };
    case "max":
      return isNotNegative(known[value.a]) || isNotNegative(known[value.b]) ? { kind: "notNegative" } : anything;
    case "min":
      return isNotNegative(known[value.a]) && isNotNegative(known[value.b]) ? { kind: "notNegative" } : anything;
    default:
      return anything;
  }
};

const isNotNegative = (known: Known): boolean =>
  known.kind === "notNegative" || (known.kind === "literal" && (known.value > 0 || Object.is(known.value, 0)));

/** Pushes the lesser or greater of two locals of floats. */
export const pushExtreme = (
  code: Code,
  op: "min" | "max",
  shape: "f32x4" | "f64x2",
  a: number,
  b: number,
  knownA: Known,
  knownB: Known,
): Code => {
  const either = (first: number, second: number): Code => code.get(first).get(second).op(`${shape}.p${op}`);
  const orNaN = (result: Code, operand: number): Code =>
    result.get(operand).get(operand).op(`${shape}.ne`).op("v128.or");
  for (const [literal, other, known] of [
    [b, a, knownB],
    [a, b, knownA],
  ] as const) {
    if (known.kind !== "literal" || Number.isNaN(known.value)) continue;
    if (known.value !== 0 || Object.is(known.value, 0) === (op === "min")) return either(other, literal);
    // −0 + 0 is +0, and adding 0 changes nothing else
    if (op === "max") return either(other, literal).get(literal).op(`${shape}.add`);
  }
  if (isNotNegative(knownA) && (op === "max" || isNotNegative(knownB))) return orNaN(either(a, b), b);
  if (isNotNegative(knownB) && op === "max") return orNaN(either(b, a), a);
  // Both orders agree but for zeros, whose bits are joined, and NaN, which the sum of both is where either is.
  const [one, other, total] = [code.local("v128"), code.local("v128"), code.local("v128")];
  either(a, b).set(one);
  either(b, a).set(other);
  code.get(one).get(other).op(`${shape}.add`).set(total);
  code
    .get(one)
    .get(other)
    .op(op === "max" ? "v128.and" : "v128.or");
  return orNaN(code, total);
};
