import type { Facts, Value } from "./facts.ts";

/** Scores of which more is better, whatever part of the data they are of. */
const highIsGood = /(accuracy|f1|r2)(\.|$)/i;

/** Whether the best value of a result is the largest; the newest run is the best known. */
export const isLargeBest = (name: string): boolean => name === "started" || highIsGood.test(name);

const compareValues = (a: Value, b: Value): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
};

const isNothing = (value: Value | undefined): value is undefined =>
  value === undefined || (typeof value === "number" && Number.isNaN(value));

/** Items by one of their values: the best first, as `isLargeBest` says, unless `reverse`; those without a value last. */
export const sortedBy = <T>(
  items: readonly T[],
  name: string,
  read: (item: T) => Value | undefined,
  reverse = false,
): readonly T[] => {
  const sign = isLargeBest(name) === reverse ? 1 : -1;
  return [...items].sort((one, other) => {
    const [a, b] = [read(one), read(other)];
    if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b));
    return sign * compareValues(a, b);
  });
};

/** A run's value under a name, as `sortedBy` asks for it. */
export const factOf =
  (name: string) =>
  ({ facts }: { readonly facts: Facts }): Value | undefined =>
    facts.get(name);
