import type { BatchSize, Dataset, Remainder } from "../data/index.ts";
import type { Plan } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { dtypeOf } from "../kernels/dtype.ts";
import { type LayerLike, type Memory, optimizerMemory, parameterCount, summaryOf } from "../layers/index.ts";
import type { Loss } from "../losses/index.ts";
import type { Metric } from "../metrics/index.ts";
import {
  checkHyper,
  checkPolicy,
  clipByGlobalNorm,
  type NonFinitePolicy,
  type OptimizerLike,
  unwrapped,
} from "../optimizers/index.ts";
import type { Tensor } from "../tensor/index.ts";
import type { Callback, EpochRecord, NamedArrays } from "./callback.ts";
import { evaluateOn, recomputeOn } from "./evaluating.ts";
import { type BatchLike, batchTensor, checkInputShape, inputShapeOf } from "./examples.ts";
import { fitOn } from "./fitting.ts";
import { onDemand } from "./later.ts";
import { checkInputs } from "./limits.ts";
import type { NonFinite } from "./probe.ts";
import { checkRate, currentKnobs, nextKnobs, type Running, rateOf, startRunning } from "./running.ts";
import type { LoadOptions } from "./saving.ts";
import { type ExampleWeights, type StepReport, stepOn } from "./stepping.ts";
import type { Scores } from "./totals.ts";
import type { TrainingData } from "./training-data.ts";
import type { GivenWeights } from "./weights.ts";

export interface TrainerOptions extends NonFinitePolicy {
  readonly model: LayerLike;
  readonly loss: Loss;
  readonly optimizer: OptimizerLike;
  /** Gradients are scaled down to this global norm. */
  readonly clip?: number;
  readonly metrics?: readonly Metric[];
  /** Decides initial weights, order of the data and random masks; 0 unless said. */
  readonly seed?: number;
  /** Adds l2/2·‖w‖² to what is minimized, over weight matrices but not biases or scales: gradient l2·w. */
  readonly l2?: number;
  /** Adds l1·‖w‖₁ to what is minimized, over weight matrices. */
  readonly l1?: number;
  /** Shape of one input, without the batch axis; found from the data when left out. */
  readonly inputShape?: Shape;
}

export interface FitOptions {
  readonly epochs: number;
  /** Examples an update; "all" is batch mode, 1 stochastic. 32 unless said. */
  readonly batchSize?: BatchSize;
  /** Scored after every epoch, never learned from. */
  readonly validation?: Dataset;
  readonly callbacks?: readonly Callback[];
  /** Whether a final short batch is used; "keep" unless said. */
  readonly remainder?: Remainder;
  /** Whether every epoch has an order of its own; true unless said. */
  readonly shuffle?: boolean;
  /** Batches that an asynchronous source is asked for ahead of the one in use; 1 unless said. */
  readonly prefetch?: number;
}

/** What a fit did. */
export interface History {
  readonly epochs: readonly EpochRecord[];
  /** Why it ended before its last epoch. */
  readonly stopped?: string;
}

/**
 * Trains a model. Forward pass, loss, backward pass, clip, update and metrics are one compiled
 * program; its losses are those of the data, without the penalties l1 and l2. An update whose
 * gradient is not finite is left out and reported; it never reaches the weights.
 *
 * @example
 * const { train, test } = garments({ train: 200, test: 50 });
 * const model = sequential([flatten(), dense(16), relu(), dense(10)]);
 * const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-2 }), metrics: [accuracy()] });
 * const history = await trainer.fit(rescale(train), { epochs: 2, batchSize: 50 });
 * const { loss, metrics } = await trainer.evaluate(rescale(test));
 */
export class Trainer {
  private readonly options: TrainerOptions;
  private running: Running | undefined;
  private isFitting = false;
  /** Ends when everything asked for so far is done. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: TrainerOptions) {
    for (const name of ["l2", "l1"] as const) {
      const value = options[name] ?? 0;
      if (value >= 0 && Number.isFinite(value)) continue;
      throw new ThalwegError("argument", `Trainer: ${name} must be a finite number ≥ 0, got ${value}`);
    }
    if (!Number.isSafeInteger(options.seed ?? 0)) {
      throw new ThalwegError("argument", `Trainer: seed must be a whole number, got ${options.seed}`);
    }
    checkParts(options);
    this.options = options;
    if (options.inputShape) this.build(options.inputShape);
  }

  /** Builds the model for inputs of `inputShape` (without the batch axis) and draws its weights. */
  build(inputShape: Shape): this {
    if (!inputShape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
      throw new ThalwegError(
        "argument",
        `Trainer: inputShape must be positive whole numbers, without the batch axis, got [${inputShape.join(", ")}]`,
      );
    }
    this.running ??= startRunning(this.options, inputShape);
    return this;
  }

  /**
   * Runs over the data `epochs` times; the model keeps what it learned between calls. The data are a data set, batches,
   * or a function that makes the batches of an epoch; an error in their making ends the fit, and another may follow.
   * After `load` of a file that was saved within an epoch, the rest of that epoch is the first.
   */
  async fit(data: TrainingData, options: FitOptions): Promise<History> {
    if (this.isFitting) {
      throw new ThalwegError("argument", "fit: this trainer is fitting already; await the first fit before another");
    }
    this.isFitting = true;
    try {
      const start = (first: Dataset) => this.startedOn("fit", first, options.validation);
      // Counted in the same turn, so that a file holds both or neither.
      const step = (...given: Parameters<typeof stepOn>) =>
        this.inTurn(async () => {
          const made = await stepOn(...given);
          given[0].tally?.add(made);
          return made;
        });
      const { epoch = 0, tally } = this.running ?? {};
      const beginning = { seed: this.options.seed ?? 0, epoch, tally, start, step };
      return await fitOn(this, beginning, data, options);
    } finally {
      this.isFitting = false;
    }
  }

  /**
   * One update on one batch; the loss before it. x: [batch, ...]; y: [batch] integer labels, or
   * [batch, ...] numbers. Flat typed arrays are cut into examples of the model's input shape.
   */
  async step(x: BatchLike, y: BatchLike, options: ExampleWeights = {}): Promise<number> {
    return (await this.stepReport(x, y, options)).loss;
  }

  /** One update on one batch, with what is known of it. */
  async stepReport(x: BatchLike, y: BatchLike, options: ExampleWeights = {}): Promise<StepReport> {
    const running = this.startedWith("step", x);
    return (await this.inTurn(() => stepOn(running, x, y, options))).report;
  }

  /**
   * Mean loss and metrics over a data set, in evaluation mode: layers use their moving statistics, and
   * optimizers that keep weights to evaluate with (averages, schedule-free) give those.
   */
  async evaluate(data: Dataset, { batchSize = 256 }: { batchSize?: BatchSize } = {}): Promise<Scores> {
    return evaluateOn(this.startedOn("evaluate", data), data, batchSize);
  }

  /**
   * What the model says of inputs [batch, ...] or of a data set's, in evaluation mode: class
   * probabilities for classifiers.
   */
  async predict(data: BatchLike | Dataset): Promise<Tensor> {
    const inputs = "inputs" in data ? data.inputs : data;
    const running = this.startedWith("predict", inputs);
    const { program, inputShape } = running;
    const x = batchTensor("predict", inputs, inputShape);
    checkInputShape("predict", x, inputShape);
    checkInputs("predict", x, running.recipe.built.limits);
    return program.run({ inputs: { x }, knobs: currentKnobs(running) });
  }

  /**
   * Sets the moving statistics of layers such as batchNorm to their plain means over a data set, under the
   * weights that `evaluate` uses: averaged weights never saw the statistics of the trained ones.
   * Izmailov et al. 2018, arXiv:1803.05407.
   */
  async recomputeStatistics(data: Dataset, { batchSize = 256 }: { batchSize?: BatchSize } = {}): Promise<void> {
    const running = this.startedOn("recomputeStatistics", data);
    await this.inTurn(() => recomputeOn(running, data, batchSize));
  }

  /** A copy of weights and layer state, by name. */
  async weights(): Promise<NamedArrays> {
    const running = this.started("weights");
    return this.inTurn(async () => (await onDemand()).weightsOf(running));
  }

  /** As `weights`, with the weights that `evaluate` uses: those to ship. */
  async evaluationWeights(): Promise<NamedArrays> {
    const running = this.started("evaluationWeights");
    return this.inTurn(async () => (await onDemand()).evaluationWeightsOf(running));
  }

  /** Replaces all parameters and layer state, by name, with arrays or tensors of their shapes. */
  async setWeights(weights: GivenWeights): Promise<void> {
    const running = this.started("setWeights");
    await this.inTurn(async () => (await onDemand()).setWeights(running, weights));
  }

  /**
   * Runs `work`, which may train this model, and puts everything back afterwards, to the bit: weights, layer and
   * optimizer state, rates, the order of the data and random masks. For trying things out.
   */
  async restoring<T>(work: () => Promise<T>): Promise<T> {
    const running = this.started("restoring");
    const restore = await this.inTurn(async () => (await onDemand()).remember(running));
    try {
      return await work();
    } finally {
      await this.inTurn(async () => restore());
    }
  }

  /** Writes weights, layer state and optimizer state to a safetensors file. */
  async save(path: string): Promise<void> {
    const running = this.started("save");
    await this.inTurn(async () => (await onDemand()).saveFile(running, path));
  }

  /**
   * Reads what `save` wrote, for the same model and optimizer; training then goes on as if never
   * interrupted (on the reference device within the rounding of the file's float32).
   */
  async load(path: string, options: LoadOptions = {}): Promise<void> {
    const start = (inputShape: Shape) => this.build(inputShape).started("load");
    await this.inTurn(async () => (await onDemand()).loadFile(start, path, options));
  }

  /** How many numbers the model learns. */
  get parameterCount(): number {
    return parameterCount(this.started("parameterCount").recipe.built);
  }

  /** What the optimizer keeps beside the weights: bytes, and as a multiple of the weights (2 for Adam). */
  get optimizerMemory(): Memory {
    const { built, optimizer, microBatches } = this.started("optimizerMemory").recipe;
    return optimizerMemory(optimizer, built, microBatches);
  }

  /** The plan of an update on such a batch, and which of its arrays holds the targets; nothing is executed. */
  stepPlan(x: Tensor, y: Tensor): { readonly plan: Plan; readonly targets: number } {
    const running = this.started("stepPlan");
    checkInputShape("stepPlan: x", x, running.inputShape);
    const mode = { training: true, variant: nextKnobs(running).occasions };
    const { plan, inputs } = running.program.planFor({ x, y }, mode);
    return { plan, targets: inputs[1] };
  }

  /**
   * After an update that was left out: the layer, the operation and the pass in which the first value that is not finite
   * arose, computed again step by step; undefined where the last update was made, or nothing is found.
   */
  async locateNonFinite(): Promise<NonFinite | undefined> {
    const running = this.started("locateNonFinite");
    return this.inTurn(async () => (await onDemand()).locateNonFinite(running));
  }

  /** The model as a table, with the memory of weights and optimizer. */
  summary(): string {
    const { model, built } = this.started("summary").recipe;
    return summaryOf(model.name, built, this.optimizerMemory);
  }

  /** The hyperparameters of the next update, and what follows from them, by `stage/name`. */
  get hyperparameters(): Readonly<Record<string, number>> {
    return nextKnobs(this.started("hyperparameters")).knobs;
  }

  /** Holds a hyperparameter at a value from the next update on: `set("scaleByAdam/beta1", 0.85)`. */
  set(name: string, value: number): void {
    const running = this.started("set");
    checkHyper(running.recipe.optimizer, name, value);
    running.held = { ...running.held, [name]: value };
  }

  /** Epochs finished, in all fits. */
  get epochs(): number {
    return this.running?.epoch ?? 0;
  }

  /** Updates made. */
  get steps(): number {
    return this.running?.step ?? 0;
  }

  /** Rate of the next update; assigning replaces the optimizer's own rate or schedule, and sets the scale to 1. */
  get learningRate(): number {
    return rateOf(nextKnobs(this.started("learningRate")).knobs);
  }

  set learningRate(rate: number) {
    Object.assign(this.started("learningRate"), { learningRate: checkRate(rate), learningRateScale: 1 });
  }

  /** What every rate is multiplied by, the optimizer's own, a schedule's or a held one; 1 unless assigned. */
  get learningRateScale(): number {
    return this.started("learningRateScale").learningRateScale;
  }

  set learningRateScale(scale: number) {
    this.started("learningRateScale").learningRateScale = checkRate(scale, "learningRateScale");
  }

  private started(what: string): Running {
    if (this.running) return this.running;
    throw new ThalwegError(
      "argument",
      `${what}: the model has not seen data yet; pass inputShape to the Trainer, or call build(), fit() or step() first`,
    );
  }

  private startedWith(what: string, batch: BatchLike): Running {
    return this.running ?? this.build(inputShapeOf(what, batch)).started(what);
  }

  /** Started on the first data set; the others must fit the same model. */
  private startedOn(what: string, first: Dataset, ...others: readonly (Dataset | undefined)[]): Running {
    const running = this.build(first.inputs.shape.slice(1)).started(what);
    const { loss, built } = running.recipe;
    for (const data of [first, ...others]) {
      if (!data) continue;
      const { name, inputs, targets } = data;
      checkInputShape(`${what}: ${name}`, inputs, running.inputShape);
      checkInputs(`${what}: ${name}`, inputs, built.limits);
      const { values, shape } = targets;
      loss.check(built.outputShape, { shape: shape.slice(1), dtype: dtypeOf(values), values });
    }
    return running;
  }

  /** One after the other: a step's numbers follow from the step before, and a file holds one moment. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** What programs without types get wrong: names where parts belong. */
const checkParts = ({ loss, optimizer, clip, nonFinite, skipLimit }: TrainerOptions): void => {
  checkPolicy("Trainer", { nonFinite, skipLimit });
  unwrapped(optimizer, "Trainer");
  if (typeof loss !== "object" || !("check" in loss)) {
    throw new ThalwegError("argument", `Trainer: loss must be one, such as crossEntropy(), got ${String(loss)}`);
  }
  if (clip !== undefined) clipByGlobalNorm(clip);
};
