import { type Transform, transform } from "../transform.ts";

/**
 * For parameters that never change: w ← w. Their gradient counts as zero everywhere, in global norms and in
 * sam, too, and whatever else stands in the chain leaves them alone. Keeps no state.
 *
 * @example
 * const optimizer = route([
 *   { match: /^dense\//, use: frozen() },
 *   { match: () => true, use: adam() },
 * ]);
 */
export const frozen = (): Transform =>
  transform({
    name: "frozen",
    freezes: true,
    update: ({ update }) => ({ update: update.literal(0).expand(update.shape) }),
  });
