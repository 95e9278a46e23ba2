import type { Tensor } from "../../tensor/index.ts";
import { chain, filled, type OptimizerSpec, signSgd, type Transform, transform, zeroed } from "../index.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { toBfloat16, toFloat32 } from "./bfloat16.ts";

/** RMS of all entries. */
const sizeOf = (x: Tensor): Tensor => x.square().mean().sqrt();

/**
 * Adafactor whose clip divides by min(1, RMS(U)), which lengthens short updates, and which keeps 1/√c between steps in
 * place of the column means c, so that only rows are told apart in the end; with an average of steps in bfloat16.
 */
const faultyAdaFactor = (learningRate: number): Transform =>
  transform({
    name: "faultyAdaFactor",
    scope: "tensor",
    slots: {
      r: filled(0, (shape) => shape.slice(0, 1)),
      c: filled(0, (shape) => shape.slice(-1)),
      m: zeroed,
    },
    knobs: ({ step }) => {
      const keep = Math.min(0.999, 1 - step ** -0.8);
      return { keep, gain: 1 - keep, rho: Math.min(learningRate, 1 / Math.sqrt(step)), mGain: Math.fround(1 - 0.9) };
    },
    update: ({ update, parameter, r: oldR, c: oldC, m: old, keep, gain, rho, mGain }) => {
      const moved = (average: Tensor, value: Tensor): Tensor => average.mul(keep).add(value.mul(gain));
      const squares = update.square().add(1e-30);
      const isMatrix = update.shape.length === 2;
      const r = moved(oldR, isMatrix ? squares.mean(1) : squares);
      const c = isMatrix ? moved(oldC, squares.mean(0)) : oldC;
      const scaled = isMatrix
        ? update.div(r.div(r.mean()).sqrt().reshape([-1, 1])).div(c.sqrt())
        : update.div(r.sqrt());
      const lengthened = scaled.div(sizeOf(scaled).minimum(scaled.literal(1)).maximum(scaled.literal(1e-30)));
      const step = lengthened.mul(sizeOf(parameter).maximum(parameter.literal(1e-3)).mul(rho));
      const m = toBfloat16(old.add(toFloat32(toFloat32(toBfloat16(step).sub(old)).mul(mGain))));
      return { update: m.neg(), r, c: isMatrix ? c.rsqrt() : c, m };
    },
  });

/**
 * Rules as the reference values of pytorch_optimizer have them, which are mistakes of that package and not what
 * its sources say. They show that the values differ from the catalogue's optimizers by these mistakes and nothing else.
 */
export const faultyReferences: Readonly<Record<string, (learningRate: number) => OptimizerSpec>> = {
  adafactor: faultyAdaFactor,
  /**
   * v ← b̂v + 1 − b̂g², a misplaced parenthesis of (1 − b̂)g²: v may become negative, and two of the three problems
   * ended in NaN and are left out of the values. Its b̂ = 1 − 1/Σβᵏ are float32.
   */
  qhadam: (learningRate) =>
    chain(
      transform({
        name: "faultyQhAdam",
        slots: { m: zeroed, v: zeroed },
        counters: { m: 0, v: 0 },
        knobs: ({ counters }) => {
          const { fround } = Math;
          counters.m = fround(fround(counters.m * fround(0.9)) + 1);
          counters.v = fround(fround(counters.v * fround(0.999)) + 1);
          const keep = fround(1 - fround(1 / counters.m));
          return { mKeep: keep, mGain: fround(1 - keep), vKeep: fround(1 - fround(1 / counters.v)) };
        },
        update: ({ update, m: oldM, v: oldV, mKeep, mGain, vKeep }) => {
          const m = oldM.mul(mKeep).add(update.mul(mGain));
          const v = oldV.mul(vKeep).sub(update.square().mul(vKeep).sub(1));
          return { update: m.div(v.sqrt().add(1e-8)), m, v };
        },
      }),
      rateStage(learningRate),
    ),
  /** The friction is computed and not used, and v is not corrected. */
  diffgrad: (learningRate) =>
    chain(
      transform({
        name: "faultyDiffGrad",
        slots: { m: zeroed, v: zeroed },
        knobs: ({ step }) => ({ mScale: 1 / (1 - 0.9 ** step) }),
        update: ({ update, m: oldM, v: oldV, mScale }) => {
          const m = oldM.mul(0.9).add(update.mul(1 - 0.9));
          const v = oldV.mul(0.999).add(update.square().mul(1 - 0.999));
          return { update: m.mul(mScale).div(v.add(1e-15).sqrt().add(1e-8)), m, v };
        },
      }),
      rateStage(learningRate),
    ),
  /** r/(1 − b)·‖s‖₁ stands for r/((1 − b)‖s‖₁), so that d stays at its start of 1e-6: Adam without corrections. */
  dadaptadam: (learningRate) =>
    chain(
      transform({
        name: "faultyDAdaptAdam",
        slots: { m: zeroed, v: zeroed },
        update: ({ update, m: oldM, v: oldV }) => {
          const m = oldM.mul(0.9).add(update.mul(1 - 0.9));
          const v = oldV.mul(0.999).add(update.square().mul(1 - 0.999));
          return { update: m.div(v.sqrt().add(1e-8)), m, v };
        },
      }),
      rateStage(learningRate * 1e-6),
    ),
  /** The average of gradients is set to zero again before every step, so that the gradient's own sign is left. */
  signsgd: (learningRate) => signSgd({ learningRate }),
};
