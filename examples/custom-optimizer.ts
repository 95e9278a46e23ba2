/**
 * An optimizer of one's own in a chain: Lion, beside AdamW on the same problem.
 * `npm run example examples/custom-optimizer.ts [steps]`
 */
import {
  adamW,
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  type Hyper,
  linear,
  minimize,
  scaleByLearningRate,
  type Tensor,
  transform,
  zeroed,
} from "thalweg";

/** Lion: u = sign(β₁m + (1 − β₁)g), m ← β₂m + (1 − β₂)g. Chen et al. 2023, arXiv:2302.06675. */
const scaleByLion = ({ beta1 = 0.9, beta2 = 0.99 }: { beta1?: Hyper; beta2?: Hyper } = {}) =>
  transform({
    name: "scaleByLion",
    config: { beta1, beta2 },
    slots: { m: zeroed },
    knobs: ({ beta1, beta2 }) => ({ gain1: 1 - beta1, gain2: 1 - beta2 }),
    update: ({ update, m, beta1, beta2, gain1, gain2 }) => ({
      update: m.mul(beta1).add(update.mul(gain1)).sign(),
      m: m.mul(beta2).add(update.mul(gain2)),
    }),
  });

const steps = Number(process.argv[2] ?? 1000);
const learningRate = linear({ initial: 0.01, final: 0, total: steps });
const optimizers = {
  lion: chain(clipByGlobalNorm(1), scaleByLion(), addDecayedWeights(0.001), scaleByLearningRate(learningRate)),
  adamW: chain(clipByGlobalNorm(1), adamW({ learningRate, weightDecay: 0.001 })),
};

/** x² + 50y²: a valley, steep across and flat along. */
const valley = (p: Tensor): Tensor => p.slice(0).square().add(p.slice(1).square().mul(50));

for (const [name, optimizer] of Object.entries(optimizers)) {
  const { losses, path } = await minimize(valley, [-2, 1], { optimizer, steps });
  const end = path[steps].reduce((text, value) => `${text} ${value.toFixed(4)}`, "");
  console.log(`${name}: loss ${losses[0]} to ${losses[steps].toExponential(2)}, at${end}`);
}
