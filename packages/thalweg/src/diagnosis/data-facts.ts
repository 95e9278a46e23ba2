/** What is counted of a data set, over at most some thousand of its examples, evenly spread. */
export interface DataFacts {
  readonly examples: number;
  /** Examples that were looked at. */
  readonly looked: number;
  readonly inputs: NumberFacts & {
    /** Smallest and largest deviation among features that are not constant (the last axis, or all of a flat input). */
    readonly deviations: readonly [smallest: number, largest: number];
    /** Features that are the same in every example. */
    readonly constant: number;
    readonly features: number;
    /** Whether all are whole numbers ≥ 0 that a layer takes for ids. */
    readonly ids: boolean;
  };
  /** For classes: how many examples each has, by its number, over all examples. */
  readonly classes?: readonly number[];
  /** For one class an example: how many of one class follow each other in the order of the data, on average. */
  readonly order?: OrderFacts;
  /** For numbers. */
  readonly targets?: NumberFacts;
  /** How well nearest neighbours in the inputs tell the targets; left out where inputs are ids, or there are too few examples. */
  readonly neighbours?: NeighbourFacts;
}

export interface NumberFacts {
  readonly mean: number;
  readonly deviation: number;
  readonly smallest: number;
  readonly largest: number;
  /** NaN, or infinite. */
  readonly nonFinite: number;
}

export interface OrderFacts {
  /** Mean length of a run of equal labels. */
  readonly run: number;
  /** The same when examples are in no order. */
  readonly runByChance: number;
}

/** Each of some examples told from those nearest to it among the others. */
export interface NeighbourFacts {
  /** Examples that were told. */
  readonly examples: number;
  /** For classes: part told rightly. For numbers: 1 − residual variance/variance. */
  readonly score: number;
  /** What guessing without inputs would get: the largest class's part, or 0. */
  readonly chance: number;
  /** Deviation of `score` by chance alone. */
  readonly error: number;
}
