/** A function of one variable at one place. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * Where the cubic with the values and slopes of two samples is smallest, kept within bounds: with a left
 * of b, b − (b − a)(φ′(b) + e − d)/(φ′(b) − φ′(a) + 2e), d = φ′(a) + φ′(b) − 3(φ(a) − φ(b))/(a − b),
 * e = √(d² − φ′(a)φ′(b)). The middle of the bounds where the cubic has no minimum or a sample is not
 * finite. Nocedal & Wright 2006, equation 3.59.
 */
export const cubicMinimum = (one: Sample, other: Sample, lowest?: number, highest?: number): number => {
  const [a, b] = one.at <= other.at ? [one, other] : [other, one];
  const left = lowest ?? a.at;
  const right = highest ?? b.at;
  const d = a.slope + b.slope - (3 * (a.value - b.value)) / (a.at - b.at);
  const e = Math.sqrt(d ** 2 - a.slope * b.slope);
  const found = b.at - (b.at - a.at) * ((b.slope + e - d) / (b.slope - a.slope + 2 * e));
  return Number.isFinite(found) ? Math.min(Math.max(found, left), right) : (left + right) / 2;
};
