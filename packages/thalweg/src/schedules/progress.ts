/** How far `step` is on the way from `start` to `end`, from 0 to 1; an empty way is over at once. */
export const progress = (step: number, start: number, end: number): number => {
  if (step >= end) return 1;
  return step <= start ? 0 : (step - start) / (end - start);
};

/** From `start` at 0 to `end` at 1, both exactly. */
export const straight = (start: number, end: number, part: number): number =>
  part === 1 ? end : start + (end - start) * part;

/** Half a cosine from `start` at 0 to `end` at 1. */
export const halfCosine = (start: number, end: number, part: number): number =>
  end + 0.5 * (start - end) * (1 + Math.cos(Math.PI * part));
