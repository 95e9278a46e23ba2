import type { Shape } from "../graph/index.ts";
import * as graph from "../graph/index.ts";
import { keyOf } from "../random/index.ts";
import { currentStep } from "./scan-step.ts";
import { Tensor } from "./tensor.ts";

/** What distinguishes the draws of one run from those of another. */
export interface RunKey {
  readonly step: number;
  readonly microBatch: number;
}

/**
 * Random tensors inside compiled functions. The key of a draw is (seed, path, step, micro-batch), so
 * that values do not depend on what else is drawn, and a mask is drawn again rather than stored.
 */
export class Draws {
  private readonly seed: number;
  private readonly paths: string[];
  private readonly prefix: string;

  constructor(seed: number, prefix = "", paths: string[] = []) {
    this.seed = seed;
    this.prefix = prefix;
    this.paths = paths;
  }

  /** Draws of a part of the model, under its name. */
  at(name: string): Draws {
    return new Draws(this.seed, `${this.prefix}${name}/`, this.paths);
  }

  /** Uniform on [low, high), a multiple of 2⁻²⁴ of the range. */
  uniform(shape: Shape, name = "uniform", low = 0, high = 1): Tensor {
    const path = `${this.prefix}${name}`;
    if (!this.paths.includes(path)) this.paths.push(path);
    const [key0, key1] = [0, 1].map((word) => graph.knob(`random/${path}/${word}`, "int32"));
    const counter = counters(graph.sizeOf(shape));
    const bits = new Tensor(graph.reshape(graph.threefry(key0, key1, counter), shape));
    const top = new Tensor(graph.binary("shr", bits.node, bits.literal(8).node)).toType("float32");
    const unit = top.mul(top.literal(2 ** -24));
    return low === 0 && high === 1 ? unit : unit.mul(high - low).add(low);
  }

  /** 1 with probability p, else 0; uint8. */
  bernoulli(shape: Shape, p: number, name = "bernoulli"): Tensor {
    return this.uniform(shape, name).lt(p);
  }

  /** Normal with mean 0 and deviation 1, by Box and Muller. */
  normal(shape: Shape, name = "normal"): Tensor {
    const radius = this.uniform(shape, `${name}/radius`);
    const angle = this.uniform(shape, `${name}/angle`);
    // 1 − u is in (0, 1], so that the logarithm is finite.
    const one = radius.literal(1);
    return one
      .sub(radius)
      .log()
      .mul(one.literal(-2))
      .sqrt()
      .mul(angle.mul(one.literal(2 * Math.PI)).cos());
  }

  /** The words of every key for one run. */
  keysFor({ step, microBatch }: RunKey): ReadonlyMap<string, number> {
    if (this.paths.length === 0) return noKeys;
    const keys = new Map<string, number>();
    for (const path of this.paths) {
      const words = keyOf(this.seed, path, step, microBatch);
      keys.set(`random/${path}/0`, words[0] | 0);
      keys.set(`random/${path}/1`, words[1] | 0);
    }
    return keys;
  }
}

const noKeys: ReadonlyMap<string, number> = new Map();

/** Places in a stream: the first ones, and in a scan those behind what the steps before took. */
const counters = (size: number): graph.Node => {
  const first = graph.iota([size], 0);
  const step = currentStep();
  return step ? graph.binary("add", first, graph.binary("mul", step, graph.literal(size, "int32"))) : first;
};
