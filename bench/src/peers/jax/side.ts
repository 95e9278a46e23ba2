import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { blockUntilReady, defaultDevice, init, jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { ModelSpec } from "../../models.ts";
import type { Side, Work } from "../../side.ts";
import type { ProductSpec, RosenbrockSpec, Task, UpdateSpec } from "../../task.ts";
import { lossOf, uploaded } from "./models.ts";
import {
  jittedUpdate,
  type Knobs,
  knobsAt,
  type Named,
  type Rule,
  type State,
  startingState,
  updated,
} from "./update.ts";

const ruleOf = (spec: ModelSpec | UpdateSpec): Rule => {
  const { learningRate } = spec;
  if (spec.kind === "transformer") return { learningRate, weightDecay: spec.weightDecay, clip: spec.clip };
  if (spec.kind !== "update") return { learningRate };
  return { learningRate, clip: spec.clip, ...(spec.optimizer === "adamW" && { weightDecay: spec.weightDecay }) };
};

/** The whole step, update included, is one jitted function; the loss is read at every step. */
const trained = ({ spec, weights, data }: Task<ModelSpec>): Work => {
  const rule = ruleOf(spec);
  const differentiated = valueAndGrad(lossOf(spec));
  const step = jit((state: State, x: np.Array, y: np.Array, knobs: Knobs) => {
    const current: Named = Object.fromEntries(Object.entries(state).map(([name, { w }]) => [name, w.ref]));
    const [loss, gradients] = differentiated(current, x, y);
    return { loss, next: updated(gradients, state, knobs, rule) };
  });
  const { x, y } = uploaded(data);
  let state = startingState(uploaded(weights));
  let count = 0;
  let last = Number.NaN;
  return {
    run: async () => {
      count += 1;
      const { loss, next } = step(state, x.ref, y.ref, knobsAt(count, rule));
      state = next;
      await blockUntilReady(state);
      [last] = await loss.data();
    },
    result: () => last,
  };
};

/** A jitted update for each tensor: one function of a thousand of them exhausts Node's memory. */
const updates = ({ spec, weights, data }: Task<UpdateSpec>): Work => {
  const rule = ruleOf(spec);
  const { tensors, length } = spec;
  const rows = ({ values }: Task["data"][string]): readonly np.Array[] =>
    Array.from({ length: tensors }, (_, index) => np.array(values.slice(index * length, (index + 1) * length)));
  const gradients = rows(data.gradient).map((w): Named => ({ w }));
  let states = rows(weights.w).map((w) => startingState({ w }));
  const update = jittedUpdate(rule);
  let count = 0;
  return {
    run: async () => {
      count += 1;
      states = states.map((state, index) => update(tree.ref(gradients[index]), state, knobsAt(count, rule)));
      await blockUntilReady(states);
    },
    result: async () => (await states[0].w.w.ref.slice([0, 1]).data())[0],
  };
};

const valueAt = (w: np.Array): np.Array => {
  const x = w.ref.slice(0);
  const y = w.slice(1);
  const [across, along] = [np.square(x.ref.sub(1)), np.square(y.sub(np.square(x)))];
  return across.add(along.mul(100));
};

const rosenbrock = ({ spec: { learningRate, steps }, weights }: Task<RosenbrockSpec>): Work => {
  const rule = { learningRate };
  const step = jit((state: State, knobs: Knobs) => {
    const [loss, w] = valueAndGrad(valueAt)(state.w.w.ref);
    return { loss, next: updated({ w }, state, knobs, rule) };
  });
  const value = jit(valueAt);
  let last = Number.NaN;
  return {
    run: async () => {
      let state = startingState(uploaded(weights));
      for (let count = 1; count <= steps; count += 1) {
        const { loss, next } = step(state, knobsAt(count, rule));
        await loss.data();
        state = next;
      }
      [last] = await value(state.w.w.ref).data();
      tree.dispose(state);
    },
    result: () => last,
  };
};

const product = ({ spec: { size }, data }: Task<ProductSpec>): Work => {
  const { a, b } = uploaded(data);
  const multiply = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
  let last: np.Array | undefined;
  return {
    run: async () => {
      last?.dispose();
      last = multiply(a.ref, b.ref);
      await blockUntilReady(last);
    },
    result: async () => (last ? (await last.ref.data())[size + 1] : Number.NaN),
  };
};

const prepare = async ({ spec, weights, data }: Task): Promise<Work> => {
  switch (spec.kind) {
    case "update":
      return updates({ spec, weights, data });
    case "rosenbrock":
      return rosenbrock({ spec, weights, data });
    case "product":
      return product({ spec, weights, data });
    default:
      return trained({ spec, weights, data });
  }
};

/** On its WebAssembly backend, on the calling thread: its workers need the web's `Worker`, which Node does not have. */
export const startJax = async (name: string): Promise<Side> => {
  if ("Worker" in globalThis) throw new Error("jax-js would start threads; this comparison expects it to have one");
  await init("wasm");
  defaultDevice("wasm");
  const entry = createRequire(import.meta.url).resolve("@jax-js/jax");
  const { version }: { version: string } = JSON.parse(await readFile(join(dirname(entry), "../package.json"), "utf8"));
  return { about: { name, version, threads: 1 }, prepare };
};
