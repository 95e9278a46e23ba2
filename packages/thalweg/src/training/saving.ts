import { readFile, writeFileAtomic } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../graph/index.ts";
import { type Match, slotsOf } from "../optimizers/index.ts";
import { matches } from "../optimizers/route.ts";
import type { Json } from "../schedules/index.ts";
import { type Tensor, tensor } from "../tensor/index.ts";
import type { NamedArrays } from "./callback.ts";
import type { ProgramState } from "./program.ts";
import type { Running } from "./running.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { isTally, loadedTally, type StoredTally, storedTally } from "./stored-tally.ts";
import { floats, weightsOf, withWeights, writeWeights } from "./weights.ts";

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
  readonly skippedInARow?: number;
  /** Of an epoch that is not over. */
  readonly tally?: StoredTally;
  /** Names under which callbacks keep arrays. */
  readonly kept?: readonly string[];
}

const slotPrefix = "optimizer/";
const accumulatedPrefix = "accumulated/";
const keptPrefix = "kept/";
const metadataKey = "thalweg";

export const saveFile = async (running: Running, path: string): Promise<void> => {
  const { recipe, program, inputShape, step, attempts, epoch, counters, held, accumulated } = running;
  const { learningRate, learningRateScale, notes, kept, skippedInARow } = running;
  const tally = running.tally && storedTally(running.tally);
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
  for (const [owner, own] of Object.entries(kept)) {
    for (const [name, array] of Object.entries(own)) arrays[`${keptPrefix}${owner}/${name}`] = array;
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
    skippedInARow,
    kept: Object.keys(kept),
    ...(tally && { tally }),
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
  /**
   * Take only weights and moving statistics whose names match, of a file of any model, and leave all others and the
   * optimizer as they are: `/^body\//`.
   */
  readonly only?: Match;
}

/** Reads weights and optimizer state; nothing changes unless everything fits. */
export const loadFile = async (
  start: (inputShape: Shape) => Running,
  path: string,
  { weightsOnly = false, only }: LoadOptions,
): Promise<void> => {
  const bytes = await readFile(path);
  if (!bytes) throw new ThalwegError("file", `load: there is no file ${path}`);
  const { arrays, metadata } = decodeSafetensors(bytes, { name: path });
  const position = positionOf(path, metadata);
  const running = start(position.inputShape);
  const saved = Object.fromEntries(Object.entries(arrays).filter(([name]) => !isTraining(name)));
  const weights = only === undefined ? saved : { ...(await weightsOf(running)), ...matching(path, saved, only) };
  const state = await withWeights(running, weights, `load: ${path}`);
  if (weightsOnly || only !== undefined) return writeWeights(running, state);
  const slots = await loadedSlots(running, state, arrays);
  const accumulated = loadedGradients(state, arrays);
  await running.program.write({ ...state, slots, accumulated });
  const { step, attempts, epoch, counters, learningRate, held = {}, accumulated: batches = 0 } = position;
  const { learningRateScale = 1, notes = {}, skippedInARow = 0 } = position;
  const tally = position.tally && loadedTally(running.recipe, position.tally);
  const rates = { learningRate, learningRateScale, notes, kept: loadedKept(position, arrays), tally };
  const place = { step, attempts, epoch, counters: { ...counters }, ...rates, held, accumulated: batches };
  Object.assign(running, { ...place, skippedInARow });
};

const matching = (path: string, saved: NamedArrays, only: Match): NamedArrays => {
  const taken = Object.entries(saved).filter(([name, { shape }]) => matches(only, name, shape));
  if (taken.length > 0) return Object.fromEntries(taken);
  throw new ThalwegError(
    "data",
    `load: only must match at least one array of ${path}, which has ${Object.keys(saved).join(", ")}`,
  );
};

/** Whether an array belongs to the optimizer and not to the model. */
const isTraining = (name: string): boolean =>
  [slotPrefix, accumulatedPrefix, keptPrefix].some((prefix) => name.startsWith(prefix));

/** What callbacks keep, by the names they gave. */
const loadedKept = ({ kept = [] }: Position, arrays: NamedArrays): Running["kept"] =>
  Object.fromEntries(
    kept.map((owner) => {
      const prefix = `${keptPrefix}${owner}/`;
      const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
      return [owner, Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length), array]))];
    }),
  );

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
  const { skippedInARow = 0, kept = [], tally } = known;
  return (
    Array.isArray(inputShape) &&
    inputShape.every(isCount) &&
    [step, attempts, epoch, skippedInARow].every(isCount) &&
    Array.isArray(kept) &&
    kept.every((name) => typeof name === "string") &&
    (tally === undefined || isTally(tally)) &&
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
