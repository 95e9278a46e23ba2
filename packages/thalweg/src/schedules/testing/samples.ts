/** One schedule of every kind, each with something happening in its first 25 steps. */
import * as room from "../index.ts";

const { cosine, joined, perEpoch, scaled, warmup } = room;

export const samples: Readonly<Record<string, room.Schedule>> = {
  constant: room.constant(0.1),
  step: room.step({ initial: 0.1, every: 3 }),
  multiStep: room.multiStep({ initial: 0.1, milestones: [2, 5] }),
  exponential: room.exponential({ initial: 0.1, decay: 0.9, floor: 0.01 }),
  staircase: room.staircase({ initial: 0.1, decay: 0.9, every: 4 }),
  inverseTime: room.inverseTime({ initial: 0.1, decay: 0.5, staircase: true, every: 2 }),
  inverseSquareRoot: room.inverseSquareRoot({ peak: 0.1, warmup: 5, from: 0 }),
  polynomial: room.polynomial({ initial: 0.1, total: 12, power: 3, cycle: true }),
  linear: room.linear({ initial: 0.1, final: 0.2, total: 15 }),
  cosine: cosine({ peak: 0.1, total: 15, periodic: true }),
  cosineRestarts: room.cosineRestarts({ peak: 0.1, period: 4, growth: 2, shrink: 0.9 }),
  warmup: warmup(5, cosine({ peak: 0.1, total: 15 }), { from: 0.01 }),
  warmupCosine: room.warmupCosine({ peak: 0.1, warmup: 5, total: 15, floor: 0.01 }),
  warmupStableDecay: room.warmupStableDecay({ peak: 0.1, warmup: 5, decay: 5, total: 18, fall: "squareRoot" }),
  oneCycle: room.oneCycle({ peak: 0.1, total: 18, fall: 0.8 }),
  cyclic: room.cyclic({ floor: 0.01, peak: 0.1, up: 3, mode: "triangular2" }),
  joined: joined([{ until: 4, schedule: 0.3 }, { schedule: joined([{ schedule: cosine({ peak: 0.1, total: 9 }) }]) }]),
  scaled: scaled(0.5, warmup(5, 0.1)),
  perEpoch: perEpoch(cosine({ peak: 0.1, total: 5 }), 3),
};
