/** Which optimizer suits a case, at which rate, with how much decay. */
import type { Choice } from "./advice.ts";
import type { Case } from "./advice-case.ts";

/** Batches of this size and more are large: warmup, and a rate in proportion. */
export const largeBatch = 1024;

/** Batches of this size and more want optimizers made for them. */
const hugeBatch = 8192;

/** The batch that the rates below are meant for. */
export const usualBatch = 128;

/** With two digits. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** A rate for the usual batch, brought to the given one. */
const scaledRate = (rate: number, batchSize: number | "all", power: number): number =>
  batchSize === "all" || batchSize < largeBatch ? rate : rounded(rate * (batchSize / usualBatch) ** power);

export const optimizerChoice = (given: Case, batchSize: number | "all"): Choice => {
  const { task, model, sparse, budget = 20 } = given;
  const isHuge = batchSize !== "all" && batchSize >= hugeBatch;
  if (sparse || task === "recommendation") {
    const isLinear = model === "linear";
    return {
      settings: { optimizer: isLinear ? "ftrl" : "adagrad", learningRate: isLinear ? 0.05 : 0.01, weightDecay: 0 },
      why: isLinear
        ? "Linear models of sparse inputs: a rate for each weight, and an L1 penalty can make useless ones exactly 0"
        : "Sparse gradients: each weight's rate falls only with the gradients it has seen, so rare features keep a large one",
      source: isLinear ? "McMahan et al. 2013, Ad Click Prediction" : "Duchi, Hazan & Singer 2011",
    };
  }
  if (task === "reinforcement") {
    return {
      settings: { optimizer: "adam", learningRate: 3e-4, set: { epsilon: 1e-5 }, weightDecay: 0 },
      why: "The data change with the policy: small steps of known size, and a larger ε against divisions by tiny averages",
      source: "Andrychowicz et al. 2021, arXiv:2006.05990",
    };
  }
  if (task === "generation" && model === "cnn") {
    return {
      settings: { optimizer: "adam", learningRate: 2e-4, set: { beta1: 0.5 }, weightDecay: 0 },
      why: "Generator and discriminator chase each other: little momentum keeps them from circling",
      source: "Radford, Metz & Chintala 2016, arXiv:1511.06434",
    };
  }
  if (isHuge) {
    const isImages = model === "cnn";
    return {
      settings: { optimizer: isImages ? "lars" : "lamb", learningRate: isImages ? 1 : 5e-3, weightDecay: 0.01 },
      why: "Batches of 8,192 and more: steps in proportion to each layer's weights allow the high rates they need",
      source: isImages ? "You et al. 2017, arXiv:1708.03888" : "You et al. 2020, arXiv:1904.00962",
    };
  }
  if (model === "transformer") {
    return {
      settings: { optimizer: "adamw", learningRate: scaledRate(1e-3, batchSize, 0.5), weightDecay: 0.1 },
      why: "The first choice for transformers; λ from 0.01 to 0.1 on matrices, none on biases, norms and embeddings",
      source: "Loshchilov & Hutter 2019, arXiv:1711.05101",
    };
  }
  if (model === "rnn") {
    return {
      settings: { optimizer: "adam", learningRate: scaledRate(1e-3, batchSize, 0.5), weightDecay: 0 },
      why: "Recurrent networks have gradients of very different sizes: Adam or RMSProp, always with clipping",
      source: "Kingma & Ba 2015, arXiv:1412.6980",
    };
  }
  if (model === "cnn" && budget >= 20) {
    return {
      settings: {
        optimizer: "sgd",
        momentum: 0.9,
        learningRate: scaledRate(0.01, batchSize, 1),
        weightDecay: 5e-4,
      },
      why: "Best final accuracy of convolutional networks, given the epochs and a tuned schedule; try 0.03 and 0.1 as well",
      source: "He et al. 2016, arXiv:1512.03385; Wilson et al. 2017, arXiv:1705.08292",
    };
  }
  return {
    settings: { optimizer: "adamw", learningRate: scaledRate(1e-3, batchSize, 0.5), weightDecay: 0.01 },
    why: "Reliable without tuning: start with it and keep other knobs fixed; a decay of 0.01 helps or is harmless",
    source: "Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101",
  };
};
