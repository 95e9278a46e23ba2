/** The best rate of an optimizer on a network: the one with the lowest validation loss. */

import type { Entrant } from "./compare-entrants.ts";
import { type Contest, trainEntrant } from "./compare-networks.ts";
import { plannedFor } from "./compare-surface.ts";
import { type Tried, tuneRate } from "./tune-rate.ts";

/** A tuned rate and what else was tried; a score is a validation loss. */
export interface TunedNetwork {
  readonly name: string;
  readonly rate: number;
  readonly tried: readonly Tried[];
}

/** How far rates may lie from the optimizer's own, as powers of ten, and how many are tried for each. */
const [reach, perDecade] = [2, 2];

/** Rates around the optimizer's own. */
const ratesAround = (usual: number): readonly number[] =>
  Array.from({ length: 2 * reach * perDecade + 1 }, (_, index) =>
    Number((usual * 10 ** (index / perDecade - reach)).toPrecision(3)),
  );

/** Trains with the first seed at every rate; a training that diverged is the worst. */
export const tuneOnNetwork = async (
  entrant: Entrant,
  contest: Contest,
  onTried: (rate: number, loss: number) => void,
): Promise<TunedNetwork> => {
  const losses = new Map<number, number>();
  const lossAt = async (rate: number): Promise<number> => {
    const { seed } = contest.settings;
    const { history, divergedAt } = await trainEntrant(entrant, contest, { seed, rate, part: `tune-${rate}-` });
    return divergedAt === undefined ? (history.at(-1)?.validation?.loss ?? Number.POSITIVE_INFINITY) : Infinity;
  };
  const score = async (rate: number): Promise<number> => {
    const known = losses.get(rate);
    if (known !== undefined) return known;
    const loss = await lossAt(rate);
    losses.set(rate, loss);
    onTried(rate, loss);
    return loss;
  };
  const usual = plannedFor(entrant, 1).learningRate ?? 1e-3;
  const { best, tried } = await tuneRate({ coarse: ratesAround(usual), parts: 2, kept: [1, 1, 1], score });
  return { name: entrant.name, rate: best.rate, tried };
};
