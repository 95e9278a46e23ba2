import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape, showShape } from "../graph/index.ts";
import { Tensor, tensor } from "../tensor/index.ts";
import { namedWeights } from "./arena.ts";
import type { NamedArrays } from "./callback.ts";
import { evaluated, type ProgramState, startingSlots } from "./program.ts";
import { currentKnobs, type Running } from "./running.ts";

/** The values of a float32 tensor. */
export const floats = async (tensor: Tensor): Promise<Float32Array> => new Float32Array(await tensor.data());

/** Parameters and layer state by name. */
export const weightsOf = async ({ recipe, program }: Running): Promise<NamedArrays> => {
  const { weights, layers } = await program.read();
  const state = await Promise.all(
    Object.entries(layers).map(
      async ([name, value]) => [name, { shape: value.shape, values: await value.data() }] as const,
    ),
  );
  return { ...namedWeights(recipe.layout, await floats(weights)), ...Object.fromEntries(state) };
};

/** As weightsOf, with the weights that evaluation uses. */
export const evaluationWeightsOf = async (running: Running): Promise<NamedArrays> => {
  const { recipe, program } = running;
  const state = await program.read();
  const knobs = currentKnobs(running);
  const numbers = Object.fromEntries(Object.entries(knobs).map(([name, value]) => [name, tensor(value)]));
  const arena = await floats(evaluated(recipe, state, numbers));
  return { ...(await weightsOf(running)), ...namedWeights(recipe.layout, arena) };
};

/** Arrays or tensors by the names of parameters and layer state. */
export type GivenWeights = Readonly<Record<string, NamedArrays[string] | Tensor>>;

/** Replaces parameters and layer state; optimizer state stays. */
export const setWeights = async (running: Running, given: GivenWeights): Promise<void> => {
  const read = Object.entries(given).map(async ([name, array]) => {
    return [name, array instanceof Tensor ? { shape: array.shape, values: await array.data() } : array] as const;
  });
  const arrays = Object.fromEntries(await Promise.all(read));
  await writeWeights(running, await withWeights(running, arrays, "setWeights"));
};

/** Hands a state with other weights to the program. */
export const writeWeights = async (running: Running, state: ProgramState): Promise<void> =>
  running.program.write(running.step === 0 ? await restarted(running, state) : state);

/** The state with slots as they are before the first update at its weights. */
const restarted = async ({ recipe }: Running, state: ProgramState): Promise<ProgramState> => {
  const weights = await floats(state.weights);
  return { ...state, slots: startingSlots(recipe, weights) };
};

/** The state with these weights and layer state; `what` begins errors. */
export const withWeights = async (
  { recipe, program }: Running,
  arrays: NamedArrays,
  what: string,
): Promise<ProgramState> => {
  const { layout, built } = recipe;
  const states = Object.entries(built.state).map(([name, { shape }]) => ({ name, shape }));
  checkNames(what, [...layout.ranges, ...states], arrays);
  const state = await program.read();
  const weights = await floats(state.weights);
  for (const { name, offset } of layout.ranges) weights.set(arrays[name].values, offset);
  const layers = states.map(({ name, shape }) => [name, tensor(Float32Array.from(arrays[name].values), shape)]);
  return { ...state, weights: tensor(weights), layers: Object.fromEntries(layers) };
};

const checkNames = (what: string, expected: readonly { name: string; shape: Shape }[], given: NamedArrays): void => {
  for (const { name, shape } of expected) {
    const found = given[name];
    if (!found) {
      const other = Object.keys(given).find((each) => !expected.some((entry) => entry.name === each));
      const stranger = other === undefined ? "" : `, and the model has no "${other}"`;
      throw new ThalwegError(
        "data",
        `${what}: no array "${name}"${stranger}; the weights must come from the same model`,
      );
    }
    if (!sameShape(found.shape, shape)) {
      throw new ThalwegError(
        "shape",
        `${what}: "${name}" must have shape ${showShape(shape)}, got ${showShape(found.shape)}`,
      );
    }
  }
  const extra = Object.keys(given).find((name) => !expected.some((entry) => entry.name === name));
  if (extra !== undefined)
    throw new ThalwegError("data", `${what}: the model has no "${extra}"; the weights must come from the same model`);
};
