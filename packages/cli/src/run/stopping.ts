import { setImmediate } from "node:timers/promises";
import type { Callback } from "thalweg/training";
import type { Interruption } from "../surroundings.ts";

/** Milliseconds after which signals get their turn. */
const turnAfter = 50;

/** Ends the fit after the running update once the user asks for it. */
export const stopWhenAsked = (interruption: Interruption): Callback => {
  let lastTurn = performance.now();
  return {
    async onStepEnd(_, fitting) {
      if (performance.now() - lastTurn >= turnAfter) {
        await setImmediate();
        lastTurn = performance.now();
      }
      if (interruption.requested) fitting.stop("interrupted");
    },
  };
};
