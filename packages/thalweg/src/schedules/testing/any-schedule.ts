/** Schedules of a kind with any options that it allows. */
import fc from "fast-check";
import { schedules } from "../registry.ts";
import type { Schedule } from "../schedule.ts";

const rate = fc.double({ min: 0, max: 10, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const positive = fc.double({ min: 1e-3, max: 2, noNaN: true });
const count = fc.integer({ min: 1, max: 5000 });
const countOrNone = fc.integer({ min: 0, max: 5000 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** A peak and a floor not above it. */
const span = fc.tuple(rate, part).map(([peak, share]) => ({ peak, floor: share * peak }));

/** Increasing numbers of steps. */
const rising = fc.uniqueArray(count, { minLength: 1, maxLength: 5 }).map((steps) => steps.sort((a, b) => a - b));

const inner = fc.oneof(
  rate,
  span.chain(({ peak, floor }) => count.map((total) => ofKind("cosine", { peak, floor, total }))),
);

const ofKind = (kind: string, options: object): Schedule => schedules[kind].create(options);

const join = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((objects) => Object.assign({}, ...objects));

const options: Readonly<Record<string, fc.Arbitrary<object>>> = {
  constant: fc.record({ value: rate }),
  step: fc.record({ initial: rate, every: count, factor: maybe(part.map((x) => 1 - x / 2)) }),
  multiStep: fc.record({ initial: rate, milestones: rising, factor: maybe(part.map((x) => 1 - x / 2)) }),
  exponential: fc.record({ initial: rate, decay: part.map((x) => 1 - x / 2), every: maybe(count), floor: maybe(rate) }),
  staircase: fc.record({ initial: rate, decay: part.map((x) => 1 - x / 2), every: count, floor: maybe(rate) }),
  inverseTime: fc.record({ initial: rate, decay: rate, every: maybe(count), staircase: maybe(fc.boolean()) }),
  inverseSquareRoot: fc.record({ peak: rate, warmup: count, from: maybe(rate) }),
  polynomial: fc.record({
    initial: rate,
    total: count,
    final: maybe(rate),
    power: maybe(positive),
    cycle: maybe(fc.boolean()),
  }),
  linear: fc.record({ initial: rate, total: count, final: maybe(rate) }),
  cosine: join(span, fc.record({ total: count, periodic: maybe(fc.boolean()), power: maybe(positive) })),
  cosineRestarts: join(
    span,
    fc.record({ period: count, growth: maybe(part.map((x) => 1 + x)), shrink: maybe(part.map((x) => 1 - x / 2)) }),
  ),
  warmup: fc.record({ steps: countOrNone, schedule: inner, from: maybe(rate) }),
  warmupCosine: join(
    span,
    fc.tuple(countOrNone, count).map(([warmup, rest]) => ({ warmup, total: warmup + rest })),
    fc.record({ from: maybe(rate) }),
  ),
  warmupStableDecay: join(
    span,
    fc
      .tuple(countOrNone, countOrNone, count)
      .map(([warmup, decay, rest]) => ({ warmup, decay, total: warmup + decay + rest })),
    fc.record({ fall: maybe(fc.constantFrom("linear", "cosine", "squareRoot")) }),
  ),
  oneCycle: join(
    fc.record({ peak: rate, total: count, initial: maybe(rate), final: maybe(rate) }),
    fc
      .tuple(part, maybe(part))
      .map(([rise, rest]) => ({ rise, fall: rest === undefined ? null : rise + rest * (1 - rise) })),
    fc.record({ anneal: maybe(fc.constantFrom("cosine", "linear")) }),
  ),
  cyclic: fc.record({
    floor: rate,
    peak: rate,
    up: count,
    down: maybe(count),
    mode: maybe(fc.constantFrom("triangular", "triangular2", "expRange")),
    gamma: maybe(part.map((x) => 1 - x / 2)),
  }),
  joined: fc.tuple(rising, fc.array(inner, { minLength: 6, maxLength: 6 })).map(([steps, list]) => ({
    pieces: [...steps.map((until, index) => ({ until, schedule: list[index] })), { schedule: list[5] }],
  })),
  scaled: fc.record({ factor: rate, schedule: inner }),
  perEpoch: fc.record({ schedule: inner, updatesPerEpoch: count }),
};

export const anySchedule = (kind: string): fc.Arbitrary<Schedule> =>
  options[kind].map((values) => ofKind(kind, values));
