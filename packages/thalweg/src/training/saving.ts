import { readFile, writeFileAtomic } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../graph/index.ts";
import { slotsOf } from "../optimizers/index.ts";
import type { Json } from "../schedules/index.ts";
import { type Tensor, tensor } from "../tensor/index.ts";
import { namedWeights } from "./arena.ts";
import type { NamedArrays } from "./callback.ts";
import { evaluated, type ProgramState, startingSlots } from "./program.ts";
import { currentKnobs, type Running } from "./running.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/** Where the optimizer stands, as stored beside the arrays. */
interface Position {
  readonly inputShape: readonly number[];
  readonly step: number;
  readonly attempts: number;
  readonly epoch: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly learningRate?: number;
  readonly learningRateScale?: number;
  readonly notes?: Readonly<Record<string, Json>>;
  readonly held?: Readonly<Record<string, number>>;
  /** Batches in the mean gradient of the next update. */
  readonly accumulated?: number;
}

const slotPrefix = "optimizer/";
const accumulatedPrefix = "accumulated/";
const metadataKey = "thalweg";

const floats = async (tensor: Tensor): Promise<Float32Array> => new Float32Array(await tensor.data());

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

/** Replaces parameters and layer state; optimizer state stays. */
export const setWeights = async (running: Running, arrays: NamedArrays): Promise<void> => {
  const state = await withWeights(running, arrays, "setWeights");
  await running.program.write(running.step === 0 ? await restarted(running, state) : state);
};

/** The state with slots as they are before the first update at its weights. */
const restarted = async ({ recipe }: Running, state: ProgramState): Promise<ProgramState> => {
  const weights = await floats(state.weights);
  return { ...state, slots: startingSlots(recipe, weights) };
};

const withWeights = async ({ recipe, program }: Running, arrays: NamedArrays, what: string): Promise<ProgramState> => {
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
    if (!found)
      throw new ThalwegError("data", `${what}: no array "${name}"; the weights must come from the same model`);
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

export const saveFile = async (running: Running, path: string): Promise<void> => {
  const { recipe, program, inputShape, step, attempts, epoch, counters, held, accumulated } = running;
  const { learningRate, learningRateScale, notes } = running;
  const { slots, accumulated: gradients } = await program.read();
  const arrays: Record<string, NamedArrays[string]> = { ...(await weightsOf(running)) };
  for (const { name: slot, block, parts } of slotsOf(recipe.optimizer, recipe.layout.blocks)) {
    const values = await floats(slots[recipe.layout.blocks[block].name][slot]);
    for (const { name, shape, offset } of parts) {
      arrays[`${slotPrefix}${slot}/${name}`] = { shape, values: values.slice(offset, offset + sizeOf(shape)) };
    }
  }
  for (const [name, value] of Object.entries(gradients)) {
    arrays[`${accumulatedPrefix}${name}`] = { shape: value.shape, values: await floats(value) };
  }
  const position: Position = {
    inputShape,
    step,
    attempts,
    epoch,
    counters,
    held,
    accumulated,
    learningRateScale,
    notes,
    ...(learningRate === undefined ? {} : { learningRate }),
  };
  await writeFileAtomic(
    path,
    encodeSafetensors(arrays, { format: "thalweg", [metadataKey]: JSON.stringify(position) }),
  );
};

export interface LoadOptions {
  /** Leave the optimizer as it is, whichever wrote the file; false unless said. */
  readonly weightsOnly?: boolean;
}

/** Reads weights and optimizer state; nothing changes unless everything fits. */
export const loadFile = async (
  start: (inputShape: Shape) => Running,
  path: string,
  { weightsOnly = false }: LoadOptions,
): Promise<void> => {
  const bytes = await readFile(path);
  if (!bytes) throw new ThalwegError("file", `load: there is no file ${path}`);
  const { arrays, metadata } = decodeSafetensors(bytes, { name: path });
  const position = positionOf(path, metadata);
  const running = start(position.inputShape);
  const weights = Object.fromEntries(Object.entries(arrays).filter(([name]) => !isTraining(name)));
  const state = await withWeights(running, weights, `load: ${path}`);
  if (weightsOnly) {
    await running.program.write(state);
    return;
  }
  const slots = await loadedSlots(running, state, arrays);
  const accumulated = loadedGradients(state, arrays);
  await running.program.write({ ...state, slots, accumulated });
  const { step, attempts, epoch, counters, learningRate, held = {}, accumulated: batches = 0 } = position;
  const { learningRateScale = 1, notes = {} } = position;
  const rates = { learningRate, learningRateScale, notes };
  const place = { step, attempts, epoch, counters: { ...counters }, ...rates, held, accumulated: batches };
  Object.assign(running, { ...place, skippedInARow: 0 });
};

/** Whether an array belongs to the optimizer and not to the model. */
const isTraining = (name: string): boolean => name.startsWith(slotPrefix) || name.startsWith(accumulatedPrefix);

/** The unfinished mean gradient; files of trainers that accumulate otherwise hold none, or one that is not wanted. */
const loadedGradients = ({ accumulated }: ProgramState, arrays: NamedArrays): ProgramState["accumulated"] =>
  Object.fromEntries(
    Object.entries(accumulated).map(([name, old]) => {
      const saved = arrays[`${accumulatedPrefix}${name}`];
      if (!saved || !sameShape(saved.shape, old.shape)) {
        throw new ThalwegError(
          "data",
          `load: no accumulated gradient of shape ${showShape(old.shape)}; ${otherOptimizer}`,
        );
      }
      return [name, tensor(Float32Array.from(saved.values), saved.shape)];
    }),
  );

const positionOf = (path: string, metadata: Readonly<Record<string, string>>): Position => {
  const text = metadata[metadataKey];
  if (text === undefined) {
    throw new ThalwegError(
      "file",
      `load: ${path} was not written by a trainer; read it with decodeSafetensors and pass its arrays to setWeights`,
    );
  }
  const position = parsed(text);
  if (isPosition(position)) return position;
  throw new ThalwegError("file", `load: ${path} does not say rightly where training stood; save it again`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const isPosition = (value: unknown): value is Position => {
  if (typeof value !== "object" || value === null) return false;
  const known: Partial<Record<keyof Position, unknown>> = value;
  const { inputShape, step, attempts, epoch, counters, learningRate, learningRateScale, notes } = known;
  return (
    Array.isArray(inputShape) &&
    inputShape.every(isCount) &&
    [step, attempts, epoch].every(isCount) &&
    typeof counters === "object" &&
    counters !== null &&
    Object.values(counters).every(Number.isFinite) &&
    [learningRate, learningRateScale].every((rate) => rate === undefined || Number.isFinite(rate)) &&
    (notes === undefined || (typeof notes === "object" && notes !== null))
  );
};

const otherOptimizer = "use the optimizer the file was saved with, or { weightsOnly: true }";

const loadedSlots = async (
  { recipe }: Running,
  state: ProgramState,
  arrays: NamedArrays,
): Promise<ProgramState["slots"]> => {
  const slots: Record<string, Record<string, Tensor>> = {};
  const unused = new Set(Object.keys(arrays).filter((name) => name.startsWith(slotPrefix)));
  const { blocks } = recipe.layout;
  for (const { name } of blocks) slots[name] = {};
  for (const { name: slot, block, parts } of slotsOf(recipe.optimizer, blocks)) {
    const values = await floats(state.slots[blocks[block].name][slot]);
    for (const { name, shape, offset } of parts) {
      const saved = arrays[`${slotPrefix}${slot}/${name}`];
      unused.delete(`${slotPrefix}${slot}/${name}`);
      if (!saved || !sameShape(saved.shape, shape)) {
        throw new ThalwegError(
          "data",
          `load: no optimizer state "${slot}/${name}" of shape ${showShape(shape)}; ${otherOptimizer}`,
        );
      }
      values.set(saved.values, offset);
    }
    slots[blocks[block].name][slot] = tensor(values);
  }
  for (const name of unused) {
    throw new ThalwegError(
      "data",
      `load: this optimizer has no state "${name.slice(slotPrefix.length)}"; ${otherOptimizer}`,
    );
  }
  return slots;
};
