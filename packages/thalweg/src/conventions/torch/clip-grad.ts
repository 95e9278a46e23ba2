import { clipByGlobalNorm, clipByValue, type Hyper, type Transform } from "../../optimizers/index.ts";
import { positive, readOptions } from "../../optimizers/options.ts";

/**
 * `torch.nn.utils.clip_grad_norm_`: all gradients times min(1, c/(‖g‖ + 1e-6)), ‖g‖ over all parameters. Ours,
 * `clipByGlobalNorm`, divides by ‖g‖. Keeps no state.
 *
 * @example
 * const clipped = chain(torch.clipGradNorm(1), torch.adamW());
 */
export const clipGradNorm = (maxNorm: Hyper): Transform => {
  const checked = readOptions("torch.clipGradNorm", { maxNorm }, { maxNorm: positive }, { maxNorm });
  return clipByGlobalNorm(checked.maxNorm, { epsilon: 1e-6 });
};

/**
 * `torch.nn.utils.clip_grad_value_`: every element between −c and c, as `clipByValue`. Keeps no state.
 *
 * @example
 * const clipped = chain(torch.clipGradValue(0.5), torch.sgd({ learningRate: 0.1 }));
 */
export const clipGradValue = (clipValue: Hyper): Transform => {
  const checked = readOptions("torch.clipGradValue", { clipValue }, { clipValue: positive }, { clipValue });
  return clipByValue(checked.clipValue);
};
