import type { Composition, Convolution, Node } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { Tensor, where } from "../tensor/index.ts";
import type { Gradients } from "./rules.ts";

/** The gradients of what a composed operation was made of, which is all its inputs but the last. */
export const composedGradients = (rule: Composition, inputs: readonly Node[], y: Tensor, g: Tensor): Gradients => {
  switch (rule.name) {
    case "convolution":
      return convolutionGradients(rule, inputs, g.node).map((gradient) => new Tensor(gradient));
    case "windowSum":
      return [besideTaps(g, inputs[0], rule.axes).expand(inputs[0].shape)];
    case "windowMax":
      return [atFirstMaximum(inputs[0], y, g, rule.axes)];
  }
};

/** Each of the three arrays that a convolution joins has as gradient the sum over the other two. */
const convolutionGradients = (
  { side, axes, groups }: Extract<Composition, { name: "convolution" }>,
  [a, b]: readonly Node[],
  g: Node,
): Node[] => {
  const how: Convolution = { axes, groups };
  const spatial = (array: Node): readonly number[] => array.shape.slice(1, -1);
  const taps = (filters: Node): readonly number[] => filters.shape.slice(0, axes.length);
  switch (side) {
    case "output": // a: x, b: filters
      return [graph.convolutionInput(g, b, how, spatial(a)), graph.convolutionFilters(a, g, how, taps(b))];
    case "input": // a: y, b: filters
      return [graph.convolve(g, b, how, spatial(a)), graph.convolutionFilters(g, a, how, taps(b))];
    case "filters": // a: x, b: y
      return [graph.convolutionInput(b, g, how, spatial(a)), graph.convolve(a, g, how, spatial(b))];
  }
};

/** One value a window at every tap: [n, ...positions, ...rest] → [n, ...positions, 1, ..., ...rest]. */
const besideTaps = (x: Tensor, { shape }: Node, axes: number): Tensor =>
  x.reshape(shape.map((extent, axis) => (axis > axes && axis <= 2 * axes ? 1 : extent)));

const atFirstMaximum = (windows: Node, y: Tensor, g: Tensor, axes: number): Tensor => {
  const taps = graph.tapsOf(windows, axes).map((tap) => new Tensor(tap));
  const number = (value: number) => new Tensor(graph.literal(value, "int32"));
  const first = taps.reduceRight((found, tap, index) => where(tap.eq(y), number(index), found), number(taps.length));
  let index = number(0);
  for (let axis = 0; axis < axes; axis++) {
    const extent = windows.shape[1 + axes + axis];
    index = index.mul(number(extent)).add(new Tensor(graph.iota(windows.shape, 1 + axes + axis)));
  }
  const hit = besideTaps(first, windows, axes).eq(index);
  return where(hit, besideTaps(g, windows, axes), g.literal(0));
};
