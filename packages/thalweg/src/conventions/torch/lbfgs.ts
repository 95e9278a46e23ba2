import { type LbfgsOptions, lbfgsSettings } from "../../solvers/lbfgs-options.ts";

export type TorchLbfgsOptions = Omit<LbfgsOptions, "c1" | "c2">;

/**
 * `torch.optim.LBFGS`: its defaults as options of `Lbfgs` and `minimizeLbfgs`: 20 iterations a step, 100 pairs
 * remembered, no line search unless asked for, and a quarter more evaluations than iterations. Memory 2 ×
 * historySize.
 *
 * @example
 * const options = torch.lbfgs({ lineSearch: "strongWolfe" });
 * options.maxEvaluations; // 25
 */
export const lbfgs = (options: TorchLbfgsOptions = {}): Required<TorchLbfgsOptions> => {
  const given = { historySize: 100, maxIterations: 20, lineSearch: "none" as const, ...options };
  const { c1: _1, c2: _2, ...settings } = lbfgsSettings("torch.lbfgs", given);
  const maxEvaluations = options.maxEvaluations ?? Math.floor((settings.maxIterations * 5) / 4);
  return { ...settings, maxEvaluations };
};
