import { linear } from "../../schedules/index.ts";
import {
  adam,
  adamW,
  adaptiveClip,
  addDecayedWeights,
  addGradientNoise,
  averageUpdates,
  cautious,
  centralizeGradient,
  chain,
  clipByBlockRms,
  emaWeights,
  gradientDescent,
  lookahead,
  momentum,
  normalizeByUpdateNorm,
  type OptimizerSpec,
  route,
  sam,
  scaleByAdam,
  scaleByLearningRate,
  swaWeights,
} from "../index.ts";

const rate = linear({ initial: 0.02, final: 0.005, total: 30 });

/** Every wrapper and clip, around an optimizer with state or a schedule. */
export const wrapped: readonly { readonly name: string; readonly optimizer: OptimizerSpec }[] = [
  { name: "emaWeights", optimizer: chain(adamW({ learningRate: rate }), emaWeights({ beta: 0.9, warmup: true })) },
  {
    name: "emaWeights every 2, corrected",
    optimizer: chain(adam({ learningRate: rate }), emaWeights({ beta: 0.7, every: 2, biasCorrection: true })),
  },
  { name: "swaWeights", optimizer: chain(momentum({ learningRate: rate }), swaWeights({ start: 2, every: 3 })) },
  { name: "lookahead", optimizer: lookahead(adam({ learningRate: rate }), { k: 3 }) },
  { name: "lookahead, slow", optimizer: lookahead(adam({ learningRate: rate }), { k: 3, evaluate: "slow" }) },
  { name: "sam", optimizer: chain(sam(), momentum({ learningRate: rate })) },
  { name: "adaptive sam", optimizer: chain(sam({ rho: 0.5, adaptive: true }), adam({ learningRate: rate })) },
  {
    name: "cautious",
    optimizer: chain(scaleByAdam(), cautious(), addDecayedWeights(0.01), scaleByLearningRate(rate)),
  },
  { name: "sam and cautious", optimizer: chain(sam(), momentum(), cautious({ placed: "afterRate" })) },
  { name: "clipByBlockRms", optimizer: chain(clipByBlockRms(0.01), adam({ learningRate: rate })) },
  {
    name: "clips in groups",
    optimizer: route([
      { match: /(^b|bias|shift)$/, use: chain(clipByBlockRms(0.01), adam({ learningRate: rate })) },
      { match: () => true, use: chain(centralizeGradient(), lookahead(adam({ learningRate: rate }), { k: 3 })) },
    ]),
  },
  { name: "adaptiveClip", optimizer: chain(adaptiveClip(0.01), momentum({ learningRate: rate })) },
  { name: "normalizeByUpdateNorm", optimizer: chain(normalizeByUpdateNorm(), momentum({ learningRate: rate })) },
  { name: "centralizeGradient", optimizer: chain(centralizeGradient(), adam({ learningRate: rate })) },
  { name: "averageUpdates", optimizer: chain(averageUpdates(), gradientDescent({ learningRate: rate })) },
  { name: "addGradientNoise", optimizer: chain(addGradientNoise(), adam({ learningRate: rate })) },
];
