import type { Callback, EpochRecord, NonFinite, Probe } from "../training/index.ts";
import type { Observations, SeenStep } from "./observations.ts";
import { type ProbeSchedule, probeRequestAt } from "./probe-schedule.ts";
import type { Setup } from "./setup.ts";
import { setupOf } from "./setup-of.ts";

export interface WatchingOptions extends ProbeSchedule {
  /** What was seen of the run before it was broken off; the first fit goes on with it. */
  readonly before?: Observations;
}

export interface Watching extends Callback {
  /** All that was seen so far; undefined before the fit begins. */
  observations(): Observations | undefined;
}

/** Batches left out that are looked into, at most, where nothing is found: each takes a run of its own. */
const mostLooks = 3;

/** Another callback may have asked for them: kept for a whole run, they would fill the memory. */
const withoutGradients = ({ gradients: _, ...probe }: Probe): Probe => probe;

/**
 * Collects what rules look at while a model trains, and says nothing. A fit that follows another with the same callback
 * begins anew.
 *
 * @example
 * const seen = watching();
 * await trainer.fit(train, { epochs: 3, callbacks: [seen] });
 * const observations = seen.observations();
 */
export const watching = ({ before, ...schedule }: WatchingOptions = {}): Watching => {
  let goesOn = before !== undefined;
  let setup: Setup | undefined;
  let steps: SeenStep[] = [];
  let probes: Probe[] = [];
  let epochs: EpochRecord[] = [];
  let nonFinite: NonFinite | undefined;
  let lookedFor = 0;
  let ended = false;
  let stopped: string | undefined;
  return {
    onTrainBegin(fitting) {
      const seen = goesOn ? before : undefined;
      goesOn = false;
      setup = seen?.setup ?? setupOf(fitting.about);
      steps = [...(seen?.steps ?? [])];
      probes = [...(seen?.probes ?? [])];
      epochs = [...(seen?.epochs ?? [])];
      nonFinite = seen?.nonFinite;
      lookedFor = 0;
      ended = false;
      stopped = undefined;
    },
    probeAt: (update) => probeRequestAt(update, schedule),
    async onStepEnd({ step, epoch, loss, learningRate, skipped, probe }, fitting) {
      steps.push({ step, epoch, loss, learningRate, ...(skipped !== undefined && { skipped }) });
      if (probe) probes.push(withoutGradients(probe));
      // The first one tells: those after it may be its doing.
      if (skipped === undefined || nonFinite !== undefined || lookedFor === mostLooks) return;
      lookedFor += 1;
      nonFinite = await fitting.locateNonFinite();
    },
    onEpochEnd(epoch) {
      epochs.push(epoch);
    },
    onTrainEnd(_, fitting) {
      ended = true;
      stopped = fitting.stopped;
    },
    observations: () =>
      setup && {
        setup,
        steps,
        probes,
        epochs,
        ...(nonFinite && { nonFinite }),
        ...(stopped !== undefined && { stopped }),
        ended,
      },
  };
};
