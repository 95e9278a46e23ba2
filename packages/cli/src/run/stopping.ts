import { setImmediate } from "node:timers/promises";
import type { Callback, Fitting } from "thalweg/training";
import type { Interruption } from "../surroundings.ts";

/** Milliseconds after which signals get their turn. */
const turnAfter = 50;

/** Whether the user has asked to stop; signals are heard of in between. */
const hearing = (interruption: Interruption): (() => Promise<boolean>) => {
  let lastTurn = performance.now();
  return async () => {
    if (performance.now() - lastTurn >= turnAfter) {
      await setImmediate();
      lastTurn = performance.now();
    }
    return interruption.requested;
  };
};

/** Ends the fit after the running update once the user asks for it. */
export const stopWhenAsked = (interruption: Interruption): Callback => {
  const isAsked = hearing(interruption);
  return {
    async onStepEnd(_, fitting) {
      if (await isAsked()) fitting.stop("interrupted");
    },
  };
};

/** What a fit fails with that was left as it stands, within its epoch. */
export class BrokenOff extends Error {}

/** Leaves the fit as it stands once the user asks for it, after `save`: no epoch ends by that. */
export const breakOffWhenAsked = (interruption: Interruption, save: (fitting: Fitting) => Promise<void>): Callback => {
  const isAsked = hearing(interruption);
  return {
    async onStepEnd(_, fitting) {
      if (!(await isAsked())) return;
      await save(fitting);
      throw new BrokenOff("stopped by the user");
    },
  };
};
