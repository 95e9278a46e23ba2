import { constant, exponential, joined, type Piece, type Schedule, staircase } from "../../../schedules/index.ts";

export interface OptaxExponentialDecayOptions {
  /** Value at step 0. */
  initial: number;
  /** What the value is multiplied by over `every` steps. */
  decay: number;
  /** Steps that one decay takes. */
  every: number;
  /** Whether it decays in stairs; false unless given. */
  staircase?: boolean;
  /** The step up to which `initial` is held; 0 unless given. */
  begin?: number;
  /** Bound of the value, below where it falls and above where it grows; none unless given. */
  final?: number;
}

/**
 * `optax.exponential_decay`: initial·decay^((t − begin)/every), in stairs by option, bounded by `final`.
 *
 * @example
 * const rate = optax.exponentialDecay({ initial: 0.1, decay: 0.5, every: 10, begin: 5 });
 * rate(5); // 0.1
 * rate(15); // 0.05
 */
export const exponentialDecay = ({
  initial,
  decay,
  every,
  staircase: inStairs = false,
  begin = 0,
  final,
}: OptaxExponentialDecayOptions): Schedule => {
  const isGrowing = decay > 1 && final !== undefined;
  const options = { initial, decay, every, ...(final !== undefined && !isGrowing ? { floor: final } : {}) };
  const shape = inStairs ? staircase(options) : exponential(options);
  const decayed = isGrowing ? boundedAbove(shape, { initial, decay, every, inStairs, final }) : [{ schedule: shape }];
  return joined(begin > 0 ? [{ until: begin, schedule: decayed[0].schedule(0) }, ...later(decayed, begin)] : decayed);
};

type Stretch = Piece & { readonly schedule: Schedule };

/** Our shapes have a floor only: growth goes on until it reaches its bound. */
const boundedAbove = (
  shape: Schedule,
  {
    initial,
    decay,
    every,
    inStairs,
    final,
  }: { initial: number; decay: number; every: number; inStairs: boolean; final: number },
): readonly Stretch[] => {
  const steps = Math.ceil((every * Math.log(final / initial)) / Math.log(decay));
  const until = inStairs ? Math.ceil(steps / every) * every : steps;
  const last = { schedule: constant(final) };
  return until > 0 ? [{ until, schedule: shape }, last] : [last];
};

/** The same pieces from step `begin` on. */
const later = (pieces: readonly Stretch[], begin: number): readonly Stretch[] =>
  pieces.map((piece) => (piece.until === undefined ? piece : { ...piece, until: piece.until + begin }));
