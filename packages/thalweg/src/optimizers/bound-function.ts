import { valueAndGrad } from "../autodiff/index.ts";
import { planOf, programOf } from "../compiler/index.ts";
import { bindPlan } from "../devices/reference/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { Tensor } from "../tensor/index.ts";

/** A float64 array with the shape that a function sees it in. */
export interface Shaped {
  readonly data: Float64Array;
  readonly shape: graph.Shape;
}

/** Fills `gradients` and returns the value at what the arrays hold now. */
export type Evaluation = () => number;

/** A function of tensors and its gradient, compiled once and tied to the arrays of its arguments; errors name `owner`. */
export const bindFunction = async (
  owner: string,
  f: (...parameters: readonly Tensor[]) => Tensor,
  parameters: readonly Shaped[],
  gradients: readonly Float64Array[],
): Promise<Evaluation> => {
  const inputs = parameters.map(({ shape }, index) => new Tensor(graph.input(index, shape, "float64")));
  const { value, gradient } = valueAndGrad((list: readonly Tensor[]) => f(...list))(inputs);
  const program = programOf([value, ...gradient].map(({ node }) => node));
  const sources = await Promise.all(program.sources.map((source) => arrayOf(source, parameters)));
  const result = new Float64Array(1);
  const { plan } = planOf(program);
  const bound = bindPlan(plan, [...sources, result, ...gradients]);
  const numbers = Float64Array.from(program.numbers, ({ operation }) => {
    if (operation.kind === "scalar") return operation.value;
    throw new ThalwegError("trace", `${owner}: the function must not draw random numbers`);
  });
  return () => {
    bound.run(numbers);
    return result[0];
  };
};

/** The array behind a source: a parameter, or a constant that the function closed over. */
const arrayOf = async (node: graph.Node, parameters: readonly Shaped[]): Promise<TypedArray> =>
  node.operation.kind === "input" ? parameters[node.operation.index].data : new Tensor(node).data();
