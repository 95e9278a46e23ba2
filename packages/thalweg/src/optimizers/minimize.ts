import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { Tensor } from "../tensor/index.ts";
import type { OptimizerLike } from "./accumulate.ts";
import { bindFunction, type Evaluation, type Shaped } from "./bound-function.ts";
import { Optimizer } from "./optimizer.ts";

/** Where a parameter starts: its values, flat or with a shape. */
export type Start = ArrayLike<number> | { readonly data: ArrayLike<number>; readonly shape: Shape };

/** Why a minimization ended. */
export type StopReason =
  /** All steps were taken. */
  | { readonly kind: "finished" }
  /** `update` is the first one (from 1) after which the loss is not finite. */
  | { readonly kind: "diverged"; readonly update: number };

export interface Minimization<Point> {
  /** The start and the point after each update. */
  readonly path: readonly Point[];
  /** The function at each point of the path. */
  readonly losses: Float64Array;
  /** Where to evaluate at the end: the last point, or the average for optimizers that keep one. */
  readonly weights: Point;
  readonly reason: StopReason;
}

export interface MinimizeOptions {
  readonly optimizer: OptimizerLike;
  /** How many updates to take. */
  readonly steps: number;
}

type Values = Readonly<Record<string, Float64Array>>;

/**
 * Follows an optimizer downhill from a start, in float64: one array, or several by name. The function
 * is written on tensors and differentiated, or on arrays beside a `gradient` of your own.
 *
 * @example
 * const f = (w: Tensor) => w.square().sum();
 * const { path, losses } = await minimize(f, [5], { optimizer: adam({ learningRate: 0.01 }), steps: 3 });
 * path[3][0]; // 4.970001931881262
 */
export function minimize(
  f: (x: Tensor) => Tensor,
  start: ArrayLike<number>,
  options: MinimizeOptions,
): Promise<Minimization<Float64Array>>;
export function minimize(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  options: MinimizeOptions & { readonly gradient: (x: Float64Array) => ArrayLike<number> },
): Promise<Minimization<Float64Array>>;
export function minimize<Names extends string>(
  f: (x: Readonly<Record<Names, Tensor>>) => Tensor,
  start: Readonly<Record<Names, Start>>,
  options: MinimizeOptions,
): Promise<Minimization<Readonly<Record<Names, Float64Array>>>>;
export function minimize<Names extends string>(
  f: (x: Readonly<Record<Names, Float64Array>>) => number,
  start: Readonly<Record<Names, Start>>,
  options: MinimizeOptions & {
    readonly gradient: (x: Readonly<Record<Names, Float64Array>>) => Readonly<Record<Names, ArrayLike<number>>>;
  },
): Promise<Minimization<Readonly<Record<Names, Float64Array>>>>;
export async function minimize(
  f: unknown,
  start: unknown,
  { optimizer, steps, gradient }: MinimizeOptions & { readonly gradient?: unknown },
): Promise<Minimization<Point>> {
  if (!Number.isSafeInteger(steps) || steps < 0) {
    throw new ThalwegError("argument", `minimize: steps must be a whole number ≥ 0, got ${steps}`);
  }
  if (!isFunction(f)) throw new ThalwegError("argument", `minimize: f must be a function, got ${typeof f}`);
  const single = isArray(start);
  const parameters = Object.entries<unknown>(single ? { x: start } : fieldsOf(start)).map(([name, values]) => ({
    name,
    ...shaped(name, values),
  }));
  const weights: Values = Object.fromEntries(parameters.map(({ name, data }) => [name, data]));
  const gradients: Values = Object.fromEntries(
    parameters.map(({ name, data }) => [name, new Float64Array(data.length)]),
  );
  const pointOf = (values: Values): Point => (single ? values.x : values);
  const traced = (...tensors: readonly Tensor[]): Tensor => {
    const value = f(
      single ? tensors[0] : Object.fromEntries(parameters.map(({ name }, index) => [name, tensors[index]])),
    );
    if (value instanceof Tensor) return value;
    throw new ThalwegError(
      "argument",
      "minimize: the function must return a Tensor; for one on numbers, pass its gradient",
    );
  };
  const evaluate: Evaluation = isFunction(gradient)
    ? () => {
        const value = f(pointOf(weights));
        const found = gradient(pointOf(weights));
        const list = new Map(Object.entries<unknown>(single ? { x: found } : fieldsOf(found)));
        for (const { name, data } of parameters)
          gradients[name].set(checkedGradient(name, list.get(name), data.length));
        return Number(value);
      }
    : await bindFunction(
        traced,
        parameters,
        parameters.map(({ name }) => gradients[name]),
      );
  const copy = (): Point =>
    single ? weights.x.slice() : Object.fromEntries(parameters.map(({ name, data }) => [name, data.slice()]));
  const objective = (flat: readonly Tensor[]): Tensor =>
    traced(...flat.map((tensor, index) => tensor.reshape(parameters[index].shape)));
  const settings = isFunction(gradient) ? {} : { objective };
  const running = new Optimizer(descentWeights(parameters), optimizer, settings);
  const { path, losses, reason } = follow(running, {
    evaluate,
    gradients,
    copy,
    steps,
  });
  const averages = Object.entries(running.evaluationWeights()).map(([name, values]) => [
    name,
    Float64Array.from(values),
  ]);
  return { path, losses: Float64Array.from(losses), weights: pointOf(Object.fromEntries(averages)), reason };
}

type Point = Float64Array | Values;
type Argument = Point | Tensor | Readonly<Record<string, Tensor>>;

/** The fields of what may be an object. */
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const isFunction = (value: unknown): value is (x: Argument) => unknown => typeof value === "function";

const isArray = (value: unknown): value is ArrayLike<number> => Array.isArray(value) || ArrayBuffer.isView(value);

/** Takes the steps and writes down where they lead. */
const follow = (
  optimizer: Optimizer,
  { evaluate, gradients, copy, steps }: { evaluate: Evaluation; gradients: Values; copy: () => Point; steps: number },
): { path: Point[]; losses: number[]; reason: StopReason } => {
  const path = [copy()];
  const losses = [evaluate()];
  for (let update = 1; update <= steps; update++) {
    const result = optimizer.step(gradients, { loss: losses[update - 1] });
    // Where the gradient overflows before the loss does, taking the step would have made it so.
    losses.push(result.applied || result.cause === "accumulating" ? evaluate() : Number.NaN);
    path.push(copy());
    if (!Number.isFinite(losses[update])) return { path, losses, reason: { kind: "diverged", update } };
  }
  return { path, losses, reason: { kind: "finished" } };
};

const shaped = (name: string, start: unknown): Shaped => {
  if (isArray(start)) return { data: Float64Array.from(start), shape: [start.length] };
  if (isShaped(start)) return { data: Float64Array.from(start.data), shape: start.shape };
  throw new ThalwegError("argument", `minimize: the start of ${name} must be an array of numbers or { data, shape }`);
};

const isShaped = (start: unknown): start is { data: ArrayLike<number>; shape: Shape } =>
  typeof start === "object" &&
  start !== null &&
  "data" in start &&
  isArray(start.data) &&
  "shape" in start &&
  isArray(start.shape);

const descentWeights = (parameters: readonly (Shaped & { name: string })[]) =>
  Object.fromEntries(parameters.map(({ name, data, shape }) => [name, { data, shape }]));

const checkedGradient = (name: string, gradient: unknown, length: number): ArrayLike<number> => {
  if (isArray(gradient) && gradient.length === length) return gradient;
  const got = isArray(gradient) ? gradient.length : "none";
  throw new ThalwegError("shape", `minimize: the gradient of ${name} must have ${length} values, got ${got}`);
};
