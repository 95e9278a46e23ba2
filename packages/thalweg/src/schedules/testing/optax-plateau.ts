/** The scale after each value by optax.contrib.reduce_on_plateau, in its own names and order of work. */
import type { PlateauOptions } from "../plateau.ts";

export const optaxPlateau = (
  { factor = 0.1, patience = 10, threshold: rtol = 1e-4, minDelta: atol = 0, ...rest }: PlateauOptions,
  values: readonly number[],
): number[] => {
  const { cooldown = 0, averageOver: accumulationSize = 1, floor: minScale = 0 } = rest;
  let [scale, bestValue, plateauCount, cooldownCount] = [1, Number.POSITIVE_INFINITY, 0, 0];
  let [count, avgValue] = [0, 0];
  return values.map((value) => {
    avgValue = (count * avgValue + value) / (count + 1);
    count += 1;
    if (count !== accumulationSize) return scale;
    const hasImproved = avgValue < (1 - rtol) * bestValue - atol;
    const currentCount = hasImproved ? 0 : plateauCount + 1;
    if (hasImproved) bestValue = avgValue;
    if (cooldownCount > 0) {
      plateauCount = 0;
      cooldownCount -= 1;
    } else {
      const isPlateau = currentCount === patience;
      plateauCount = isPlateau ? 0 : currentCount;
      scale = Math.max(isPlateau ? scale * factor : scale, minScale);
      cooldownCount = isPlateau ? cooldown : 0;
    }
    [count, avgValue] = [0, 0];
    return scale;
  });
};
