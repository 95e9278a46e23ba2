import type { Fault } from "../fault.ts";
import { accumulationMisconfigured } from "./accumulation-misconfigured.ts";
import { batchNormBatchOfOne } from "./batch-norm-batch-of-one.ts";
import { biasBeforeBatchNorm } from "./bias-before-batch-norm.ts";
import { classImbalance } from "./class-imbalance.ts";
import { clippingAlwaysActive } from "./clipping-always-active.ts";
import { deadUnits } from "./dead-units.ts";
import { decayTooStrong } from "./decay-too-strong.ts";
import { diverging } from "./diverging.ts";
import { earlyStoppingTooEager } from "./early-stopping-too-eager.ts";
import { explodingGradients } from "./exploding-gradients.ts";
import { frozenParameters } from "./frozen-parameters.ts";
import { initialLossOff } from "./initial-loss-off.ts";
import { inputsNotNormalized } from "./inputs-not-normalized.ts";
import { labelsShuffled } from "./labels-shuffled.ts";
import { noisyGradient } from "./noisy-gradient.ts";
import { nonFiniteValue } from "./non-finite-value.ts";
import { overfitting } from "./overfitting.ts";
import { plateau } from "./plateau.ts";
import { rateTooHigh } from "./rate-too-high.ts";
import { rateTooLow } from "./rate-too-low.ts";
import { ravine } from "./ravine.ts";
import { saddle } from "./saddle.ts";
import { saturatedUnits } from "./saturated-units.ts";
import { scheduleDecaysTooEarly } from "./schedule-decays-too-early.ts";
import { underfitting } from "./underfitting.ts";
import { vanishingGradients } from "./vanishing-gradients.ts";
import { warmupMissing } from "./warmup-missing.ts";

/** All faults, in the order of `findingIds`. */
export const faults: readonly Fault[] = [
  nonFiniteValue,
  labelsShuffled,
  inputsNotNormalized,
  initialLossOff,
  frozenParameters,
  biasBeforeBatchNorm,
  batchNormBatchOfOne,
  accumulationMisconfigured,
  explodingGradients,
  vanishingGradients,
  deadUnits,
  saturatedUnits,
  diverging,
  rateTooHigh,
  warmupMissing,
  decayTooStrong,
  clippingAlwaysActive,
  scheduleDecaysTooEarly,
  earlyStoppingTooEager,
  saddle,
  ravine,
  noisyGradient,
  rateTooLow,
  plateau,
  classImbalance,
  underfitting,
  overfitting,
];
