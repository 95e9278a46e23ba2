/** The best learning rate: a coarse grid of powers, a finer one around its best points, and a final among the best. */

export interface Tried {
  readonly rate: number;
  /** The lower the better. */
  readonly score: number;
}

export interface RateSearch {
  /** Evenly spaced on a logarithmic scale, in rising order. */
  readonly coarse: readonly number[];
  /** Into how many parts the finer grid cuts a step of the coarse one. */
  readonly parts: number;
  /** How many points of the coarse grid get a second look, how many of them neighbours, and how many rates a final. */
  readonly kept: readonly [second: number, close: number, final: number];
  /** A rate's score; one of a higher effort takes more starts or seeds into account. */
  readonly score: (rate: number, effort: Effort) => number | Promise<number>;
}

/** 0 for the coarse grid, 1 for a second look and the finer grid, 2 for the final. */
export type Effort = 0 | 1 | 2;

export interface FoundRate {
  readonly best: Tried;
  /** All rates by their size, each with the score of the highest effort. */
  readonly tried: readonly Tried[];
}

/** Rates from one to another, so many for each power of ten. */
export const logGrid = (from: number, to: number, perDecade: number): readonly number[] => {
  const count = Math.round(Math.log10(to / from) * perDecade);
  return Array.from({ length: count + 1 }, (_, index) => Number((from * 10 ** (index / perDecade)).toPrecision(4)));
};

/** Rates between a point of the coarse grid and its neighbours. */
const around = (coarse: readonly number[], index: number, parts: number): readonly number[] =>
  [index - 1, index + 1].flatMap((other) => {
    if (other < 0 || other >= coarse.length) return [];
    const factor = coarse[other] / coarse[index];
    return Array.from({ length: parts - 1 }, (_, part) =>
      Number((coarse[index] * factor ** ((part + 1) / parts)).toPrecision(4)),
    );
  });

const byScore = (a: Tried, b: Tried): number => a.score - b.score || a.rate - b.rate;

/** Finds the best rate. */
export const tuneRate = async ({
  coarse,
  parts,
  kept: [second, close, final],
  score,
}: RateSearch): Promise<FoundRate> => {
  const tried = new Map<number, Tried>();
  const tryAll = async (rates: readonly number[], effort: Effort): Promise<readonly Tried[]> => {
    const scored: Tried[] = [];
    for (const rate of new Set(rates)) scored.push({ rate, score: await score(rate, effort) });
    for (const each of scored) tried.set(each.rate, each);
    return scored.sort(byScore);
  };
  const ratesOf = (scored: readonly Tried[], count: number) => scored.slice(0, count).map(({ rate }) => rate);
  const promising = ratesOf(await tryAll(coarse, 0), second);
  const leaders = ratesOf(await tryAll(promising, 1), close);
  const near = leaders.flatMap((rate) => [rate, ...around(coarse, coarse.indexOf(rate), parts)]);
  const [best] = await tryAll(ratesOf(await tryAll([...near, ...promising], 1), final), 2);
  return { best, tried: [...tried.values()].sort((a, b) => a.rate - b.rate) };
};
