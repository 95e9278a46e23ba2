import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { Tensor } from "../tensor/index.ts";
import { bindFunction, type Evaluation, type Shaped } from "./bound-function.ts";

/** Where a parameter starts: its values, flat or with a shape. */
export type Start = ArrayLike<number> | { readonly data: ArrayLike<number>; readonly shape: Shape };

/** One array a parameter, by name. */
export type Values = Readonly<Record<string, Float64Array>>;

export interface Minimization<Point, Reason> {
  /** The start and the point after each step. */
  readonly path: readonly Point[];
  /** The function at each point of the path. */
  readonly losses: Float64Array;
  /** Where to evaluate at the end: the last point, or the average for optimizers that keep one. */
  readonly weights: Point;
  readonly reason: Reason;
}

/** A function tied to the arrays of its arguments, whichever way it was written. */
export interface Problem {
  readonly parameters: readonly (Shaped & { readonly name: string })[];
  /** By name; evaluate fills them. */
  readonly gradients: Values;
  readonly evaluate: Evaluation;
  /** The function of one flat tensor a parameter, where it was written on tensors. */
  readonly objective?: (flat: readonly Tensor[]) => Tensor;
}

/**
 * A function that minimizes others: on one array or on several by name, written on tensors and
 * differentiated or on arrays beside a `gradient`. `run` changes the arrays of the problem it is given.
 */
export const minimizer = <Options extends { readonly steps: number }, Reason>(
  owner: string,
  run: (problem: Problem, options: Options & { readonly gradient?: unknown }) => Minimization<Values, Reason>,
) => {
  function minimize(
    f: (x: Tensor) => Tensor,
    start: ArrayLike<number>,
    options: Options,
  ): Promise<Minimization<Float64Array, Reason>>;
  function minimize(
    f: (x: Float64Array) => number,
    start: ArrayLike<number>,
    options: Options & { readonly gradient: (x: Float64Array) => ArrayLike<number> },
  ): Promise<Minimization<Float64Array, Reason>>;
  function minimize<Names extends string>(
    f: (x: Readonly<Record<Names, Tensor>>) => Tensor,
    start: Readonly<Record<Names, Start>>,
    options: Options,
  ): Promise<Minimization<Readonly<Record<Names, Float64Array>>, Reason>>;
  function minimize<Names extends string>(
    f: (x: Readonly<Record<Names, Float64Array>>) => number,
    start: Readonly<Record<Names, Start>>,
    options: Options & {
      readonly gradient: (x: Readonly<Record<Names, Float64Array>>) => Readonly<Record<Names, ArrayLike<number>>>;
    },
  ): Promise<Minimization<Readonly<Record<Names, Float64Array>>, Reason>>;
  async function minimize(
    f: unknown,
    start: unknown,
    options: Options & { readonly gradient?: unknown },
  ): Promise<Minimization<Point, Reason>> {
    const { steps, gradient } = options;
    if (!Number.isSafeInteger(steps) || steps < 0) {
      throw new ThalwegError("argument", `${owner}: steps must be a whole number ≥ 0, got ${steps}`);
    }
    const { path, weights, ...others } = run(await problemOf(owner, f, start, gradient), options);
    const pointOf = (values: Values): Point => (isArray(start) ? values.x : values);
    return { ...others, path: path.map(pointOf), weights: pointOf(weights) };
  }
  return minimize;
};

/** Copies of the arrays as they are now. */
export const valuesNow = ({ parameters }: Problem): Values =>
  Object.fromEntries(parameters.map(({ name, data }) => [name, data.slice()]));

type Point = Float64Array | Values;
type Argument = Point | Tensor | Readonly<Record<string, Tensor>>;

const problemOf = async (owner: string, f: unknown, start: unknown, gradient: unknown): Promise<Problem> => {
  if (!isFunction(f)) throw new ThalwegError("argument", `${owner}: f must be a function, got ${typeof f}`);
  const single = isArray(start);
  const parameters = Object.entries<unknown>(single ? { x: start } : fieldsOf(start)).map(([name, values]) => ({
    name,
    ...shaped(owner, name, values),
  }));
  const weights: Values = Object.fromEntries(parameters.map(({ name, data }) => [name, data]));
  const gradients: Values = Object.fromEntries(
    parameters.map(({ name, data }) => [name, new Float64Array(data.length)]),
  );
  if (isFunction(gradient)) {
    const point = single ? weights.x : weights;
    const evaluate = () => {
      const value = f(point);
      const found = gradient(point);
      const list = new Map(Object.entries<unknown>(single ? { x: found } : fieldsOf(found)));
      for (const { name, data } of parameters)
        gradients[name].set(checkedGradient(owner, name, list.get(name), data.length));
      return Number(value);
    };
    return { parameters, gradients, evaluate };
  }
  const traced = (...tensors: readonly Tensor[]): Tensor => {
    const value = f(
      single ? tensors[0] : Object.fromEntries(parameters.map(({ name }, index) => [name, tensors[index]])),
    );
    if (value instanceof Tensor) return value;
    throw new ThalwegError(
      "argument",
      `${owner}: the function must return a Tensor; for one on numbers, pass its gradient`,
    );
  };
  const arrays = parameters.map(({ name }) => gradients[name]);
  const evaluate = await bindFunction(owner, traced, parameters, arrays);
  const objective = (flat: readonly Tensor[]): Tensor =>
    traced(...flat.map((tensor, index) => tensor.reshape(parameters[index].shape)));
  return { parameters, gradients, evaluate, objective };
};

/** The fields of what may be an object. */
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const isFunction = (value: unknown): value is (x: Argument) => unknown => typeof value === "function";

const isArray = (value: unknown): value is ArrayLike<number> => Array.isArray(value) || ArrayBuffer.isView(value);

const shaped = (owner: string, name: string, start: unknown): Shaped => {
  if (isArray(start)) return { data: Float64Array.from(start), shape: [start.length] };
  if (isShaped(start)) return { data: Float64Array.from(start.data), shape: start.shape };
  throw new ThalwegError("argument", `${owner}: the start of ${name} must be an array of numbers or { data, shape }`);
};

const isShaped = (start: unknown): start is { data: ArrayLike<number>; shape: Shape } =>
  typeof start === "object" &&
  start !== null &&
  "data" in start &&
  isArray(start.data) &&
  "shape" in start &&
  isArray(start.shape);

const checkedGradient = (owner: string, name: string, gradient: unknown, length: number): ArrayLike<number> => {
  if (isArray(gradient) && gradient.length === length) return gradient;
  const got = isArray(gradient) ? gradient.length : "none";
  throw new ThalwegError("shape", `${owner}: the gradient of ${name} must have ${length} values, got ${got}`);
};
