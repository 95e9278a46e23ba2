import type { Schedule, StepFunction } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface Piece {
  /** The step at which the next piece takes over; the last piece has none. */
  until?: number;
  /** A schedule that starts at its own step 0 when its piece begins, any function of the step, or a number. */
  schedule: number | StepFunction;
}

/**
 * Schedules one after another, each from its own step 0: η(t) = ηᵢ(t − tᵢ₋₁) for tᵢ₋₁ ≤ t < tᵢ.
 * Optax join_schedules, PyTorch SequentialLR.
 *
 * @example
 * const rate = joined([{ until: 10, schedule: 0.1 }, { schedule: cosine({ peak: 0.1, total: 90 }) }]);
 * rate(9); // 0.1
 * rate(55); // 0.05
 */
export const joined = (pieces: readonly Piece[]): Schedule => joinedShape.create({ pieces });

export const joinedShape = defineShape({
  kind: "joined",
  summary: "Schedules one after another, each from its own step 0",
  formula: "ηᵢ(t − tᵢ₋₁) for tᵢ₋₁ ≤ t < tᵢ, tᵢ the piece's `until`",
  source: "Optax join_schedules, PyTorch SequentialLR",
  required: ["pieces"],
  defaults: {},
  says: {
    pieces: "schedules, each but the last with the step `until` which it goes",
  },
  forms: { pieces: "pieces" },
  example: {
    options: { pieces: [{ until: 100, schedule: 1e-3 }, { schedule: { kind: "cosine", peak: 1e-3, total: 900 } }] },
    code: "joined([{ until: 100, schedule: 1e-3 }, { schedule: cosine({ peak: 1e-3, total: 900 }) }])",
  },
  at: (options) => {
    const list = options.list("pieces");
    let start = 0;
    const pieces = list.map((value, position) => {
      const item = options.item("pieces", position, value);
      const isLast = position === list.length - 1;
      item.require(!isLast || !item.has("until"), "until must be left out of the last piece, which goes on for good");
      const end = isLast ? Number.POSITIVE_INFINITY : item.count("until", start + 1);
      const piece = { start, end, schedule: item.schedule("schedule") };
      start = end;
      return piece;
    });
    return (t) => {
      const { start, schedule } = pieces.find(({ end }) => t < end) ?? pieces[pieces.length - 1];
      return schedule(t - start);
    };
  },
});
