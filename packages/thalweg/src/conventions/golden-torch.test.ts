import { describe, expect, it } from "vitest";
import { chain, minimize, route, scale } from "../optimizers/index.ts";
import { expectTrajectory, functions, type GoldenCase, golden } from "../optimizers/testing/golden.ts";
import { networkGradient, networkLoss } from "../optimizers/testing/network-by-hand.ts";
import { Lbfgs } from "../solvers/index.ts";
import { torch } from "./index.ts";
import { functionNamed, type Names, optionsOf } from "./testing/matching.ts";

const names: Names = {
  lr: "learningRate",
  lr_decay: "learningRateDecay",
  lambd: "lambda",
  betas: ["beta1", "beta2"],
  eps: "epsilon",
  initial_accumulator_value: "initialAccumulator",
  history_size: "historySize",
  max_iter: "maxIterations",
};
/** RMSprop's alpha is ρ, ASGD's is its α. */
const namesFor = (optimizer: string): Names => (optimizer === "RMSprop" ? { ...names, alpha: "rho" } : names);

const { problems, cases } = golden("torch");
const named = cases.map((expected) => {
  const { optimizer, settings, problem, clipGlobalNorm: clip } = expected;
  return { name: `${optimizer} ${JSON.stringify(settings)}${clip ? ` clipped at ${clip}` : ""}`, problem, expected };
});
const special = ({ optimizer, problem }: GoldenCase): boolean =>
  optimizer === "LBFGS" || optimizer === "Muon" || (optimizer === "Rprop" && problem === "mlp");

const startOf = (problem: string) =>
  Object.fromEntries(problems[problem].params.map(({ shape, data }, index) => [`p${index}`, { shape, data }] as const));

describe("agreement with PyTorch 2.13 over 200 steps, to 1e-10", () => {
  it("covers every case", () => {
    expect(named.length).toBe(96);
    const missing = cases.filter(({ optimizer }) => !functionNamed(torch, optimizer)).map(({ optimizer }) => optimizer);
    expect(missing).toEqual([]);
  });

  it.each(named.filter(({ expected }) => !special(expected)))("$name on $problem", ({ expected }) => {
    const { optimizer, settings, clipGlobalNorm: clip } = expected;
    const create = functionNamed(torch, optimizer);
    if (!create) throw new Error(`torch.${optimizer} is missing`);
    const built = create(optionsOf(settings, namesFor(optimizer)));
    return expectTrajectory(expected, clip ? chain(torch.clipGradNorm(clip), built) : built);
  });
});

/** Relative to values above `floor`. */
const expectNear = (actual: readonly number[], expected: readonly number[], tolerance: number, floor = 1): void => {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of actual.entries()) {
    const allowed = tolerance * Math.max(floor, Math.abs(expected[index]));
    expect(Math.abs(value - expected[index])).toBeLessThanOrEqual(allowed);
  }
};

const checkpoints = [1, 2, 3, 10, 50, 200];

describe("agreement with PyTorch 2.13 where signs of gradients below 2⁻¹⁰²² count, to 1e-10", () => {
  const rprop = named.filter(({ expected }) => expected.optimizer === "Rprop" && special(expected));

  // From update 40 on the loss is 0 and the gradients are what eˣ leaves of it; kernels round that to 0 earlier.
  it.each(rprop)("$name on $problem", async ({ expected }) => {
    const optimizer = torch.rprop(optionsOf(expected.settings, names));
    const options = { optimizer, steps: 200, gradient: networkGradient };
    const { path, losses } = await minimize(networkLoss, startOf("mlp"), options);
    for (const [index, update] of checkpoints.entries()) {
      const found = Object.values(path[update]).flatMap((values) => [...values]);
      const wanted = [expected.losses[index], ...expected.params[update].flat()];
      expectNear([losses[update - 1], ...found], wanted, 1e-10, 0.1);
    }
  });
});

/** Loss and gradient by hand: a converged minimizer stops, while torch's solver is stepped ten times whatever it found. */
const planes: Record<string, (x: number, y: number) => { loss: number; gradient: readonly [number, number] }> = {
  rosenbrock: (x, y) => ({
    loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  }),
  ravine: (x, y) => ({ loss: x * x + 50 * y * y, gradient: [2 * x, 100 * y] }),
};

describe("agreement with PyTorch 2.13's solver over 10 steps, to 1e-9", () => {
  it.each(named.filter(({ expected }) => expected.optimizer === "LBFGS"))("$name on $problem", ({ expected }) => {
    const { problem, settings, losses, params } = expected;
    const { line_search_fn, ...numbers } = settings;
    expect(line_search_fn).toBe("strong_wolfe");
    const weights = { w: Float64Array.from(problems[problem].params[0].data) };
    const options = torch.lbfgs({ ...optionsOf(numbers, names), lineSearch: "strongWolfe" });
    const solver = new Lbfgs(weights, options);
    const closure = () => {
      const { loss, gradient } = planes[problem](weights.w[0], weights.w[1]);
      return { loss, gradients: { w: gradient } };
    };
    const near = (actual: number, wanted: number) => expect(Math.abs(actual / wanted - 1)).toBeLessThanOrEqual(1e-9);
    for (const loss of losses) near(solver.step(closure).before, loss);
    for (const [index, value] of params[10][0].entries()) near(weights.w[index], value);
  });
});

/** [7, 3] less the mean of each row. */
const centered = (matrix: readonly number[]): number[] =>
  matrix.map((value, at) => {
    const row = at - (at % 3);
    return value - (matrix[row] + matrix[row + 1] + matrix[row + 2]) / 3;
  });

describe("agreement with PyTorch 2.13's Muon, which rounds to 8 bits, over 50 steps, to 2e-2", () => {
  it.each(named.filter(({ expected }) => expected.optimizer === "Muon"))("$name on $problem", async ({ expected }) => {
    const { trains, note, ...settings } = expected.settings;
    expect([trains, note]).toEqual([["w1", "w2"], expect.stringContaining("2e-2")]);
    const optimizer = route([
      { match: (_, shape) => shape.length === 2, use: torch.muon(optionsOf(settings, names)) },
      { match: () => true, use: scale(0) },
    ]);
    const { path } = await minimize(functions.mlp, startOf("mlp"), { optimizer, steps: 50 });
    for (const [update, [w1, b1, w2, b2]] of Object.entries(expected.params)) {
      const { p0, p1, p2, p3 } = path[Number(update)];
      expectNear([...p0], w1, 2e-2);
      // The loss does not see what all classes have in common: w2's gradient has none of it, but for what bfloat16
      // leaves over, which five steps multiply by up to 3.4445⁵ = 485.
      expectNear(centered([...p2]), centered(w2), 2e-2);
      expect([[...p1], [...p3]]).toEqual([b1, b2]);
    }
  });
});
