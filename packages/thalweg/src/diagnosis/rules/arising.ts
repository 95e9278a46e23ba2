import type { NonFinite } from "../../training/index.ts";
import type { DataFacts } from "../data-facts.ts";

/** How a value that is not finite came about, in plain words. */
export interface Arising {
  readonly sentence: string;
  readonly remedies: readonly string[];
}

/** What makes an operation give ∞ or NaN, and what to write instead. */
const operations: Readonly<Record<string, { readonly why: string; readonly remedy: string }>> = {
  log: {
    why: "the logarithm of 0 is −∞, and of numbers below 0 there is none",
    remedy: "keep its argument above 0: x.maximum(1e-7).log(); for probabilities, give the loss logits: crossEntropy()",
  },
  sqrt: {
    why: "numbers below 0 have no root, and at 0 its slope is infinite",
    remedy: "add a little before the root: x.add(1e-8).sqrt()",
  },
  rsqrt: {
    why: "1/√x is infinite at 0, and numbers below 0 have no root",
    remedy: "add a little to the variance before: variance.add(1e-5).rsqrt()",
  },
  div: {
    why: "something was divided by 0, such as a deviation of numbers that are all the same",
    remedy: "add a little to what is divided by: x.div(deviation.add(1e-5)), as batchNorm() and layerNorm() do",
  },
  exp: {
    why: "eˣ is infinite in float32 from x = 88.8 on",
    remedy: "take the largest away before: x.sub(x.max(-1, { keepDims: true })).exp(), or use softmax()",
  },
  pow: {
    why: "a power became too large, or numbers below 0 were raised to a fraction",
    remedy: "bound its argument: x.clamp(low, high)",
  },
  matmul: {
    why: "a sum of products became larger than 3.4·10³⁸, the largest number of float32",
    remedy: "make inputs and weights smaller: standardizer(train), kernelInitializer: heNormal(), and clip: 1",
  },
};

const atBackward: Readonly<Record<string, { readonly why: string; readonly remedy: string }>> = {
  div: {
    why: "a slope is infinite where a root or a quotient meets 0",
    remedy: "add a little under roots and to what is divided by: x.add(1e-8).sqrt(), x.div(y.add(1e-5))",
  },
};

const overflow = {
  why: "numbers became larger than 3.4·10³⁸, the largest one of float32, or ∞ met ∞ or 0",
  remedy: "make what goes in smaller: inputs of deviation 1, smaller weights, normalization between layers",
};

const named = { NaN: "NaN (no number)", Infinity: "infinite" } as const;

/** One sentence and what to do, by where the value arose first. */
export const arising = ({ step, pass, layer, operation, value }: NonFinite, data?: DataFacts): Arising => {
  if (pass === "inputs") {
    const counted = operation === "inputs" ? (data?.inputs.nonFinite ?? 0) : (data?.targets?.nonFinite ?? 0);
    return {
      sentence:
        `The data hold a value that is ${named[value]}: it was among the ${operation} of the batch of update ${step}` +
        `${data && counted > 0 ? `, and there are ${counted} in the ${data.looked} examples that were looked at` : ""}.`,
      remedies: [
        `find the examples, and leave them out or fill them: values.findIndex((value) => !Number.isFinite(value)) on the ${operation}`,
        "look at how the data were made: a column with gaps, a division by a deviation of 0, a logarithm of 0",
      ],
    };
  }
  if (pass === "weights") {
    return {
      sentence: `The weights of ${operation} hold a value that is ${named[value]} before update ${step}.`,
      remedies: [
        "begin again, or from a checkpoint before: a NaN among the weights stays for ever",
        "check the weights that were loaded, and initializers of your own",
      ],
    };
  }
  const { why, remedy } =
    (pass === "backward" ? atBackward[operation] : undefined) ?? operations[operation] ?? overflow;
  const where =
    pass === "loss"
      ? "in the loss"
      : `${layer === undefined ? "" : `in ${layer}, `}${pass === "backward" ? "on the way back" : "on the way forward"}`;
  return {
    sentence: `At update ${step} a value became ${named[value]} ${where}, at ${operation}: ${why}.`,
    remedies: [
      remedy,
      ...(pass === "loss"
        ? ["check targets and outputs: bring targets to deviation 1, and give a loss what it expects"]
        : []),
      ...(remedy === overflow.remedy ? [] : [overflow.remedy]),
    ],
  };
};
