/** What suits a case without trouble, each group of settings with its reason. */
import type { Choice, Configuration } from "./advice.ts";
import type { Case } from "./advice-case.ts";
import { largeBatch, usualBatch } from "./advice-optimizer.ts";

/** Fewer examples than this are taken all at once. */
const fullBatchBelow = 2000;

const isSequence = ({ model }: Case): boolean => model === "transformer" || model === "rnn";

export const batchChoice = (given: Case): Choice => {
  const { batchSize, dataSize = 10_000 } = given;
  if (batchSize !== undefined) {
    return {
      settings: { batchSize },
      why: "As given. 32 to 512 suits most cases, and a batch must fit memory comfortably",
      source: "Masters & Luschi 2018, arXiv:1804.07612",
    };
  }
  if (dataSize < fullBatchBelow && !isSequence(given)) {
    return {
      settings: { batchSize: "all" },
      why: "Below 2,000 examples all of them at once are cheap, and the gradient is exact",
      source: "LeCun et al. 1998, Efficient BackProp",
    };
  }
  const size = isSequence(given) ? 32 : dataSize < 20_000 ? 32 : dataSize < 1_000_000 ? usualBatch : 256;
  return {
    settings: { batchSize: size },
    why: "Large enough to use the machine, small enough for many updates an epoch; double it if memory and time allow",
    source: "Masters & Luschi 2018, arXiv:1804.07612",
  };
};

/** Epochs, and how long to wait for better validation. */
export const lengthChoice = ({ budget, dataSize = 10_000 }: Case, batchSize: number | "all"): Choice => {
  const usual = batchSize === "all" ? 300 : dataSize < 20_000 ? 50 : dataSize < 1_000_000 ? 20 : 5;
  const epochs = budget ?? usual;
  return {
    settings: { epochs, patience: Math.max(2, Math.round(epochs / 10)) },
    why:
      budget === undefined
        ? "A first run of this length shows whether more would help; validation decides when to stop"
        : "The budget, with a schedule stretched over it; validation decides whether to stop before",
    source: "Prechelt 1998, Early Stopping: But When?",
  };
};

/** Whether the rate of an optimizer must be above 0, where warmup begins. */
export const takesNoWarmup = (optimizer: string): boolean => optimizer === "ftrl";

export const scheduleChoice = ({ model, task }: Case, { optimizer, epochs, batchSize }: Configuration): Choice => {
  const isLarge = batchSize !== "all" && batchSize >= largeBatch;
  if (takesNoWarmup(optimizer)) {
    return {
      settings: { schedule: "cosine", warmup: 0 },
      why: "Its rates fall by themselves with the gradients seen; half a cosine settles the rest. Warmup from 0 is not for it",
      source: "McMahan et al. 2013, Ad Click Prediction",
    };
  }
  if (model === "transformer" || isLarge) {
    return {
      settings: { schedule: "warmup-cosine", warmup: isLarge && model === "transformer" ? 0.1 : 0.05 },
      why: isLarge
        ? "Large batches and transformers need warmup while averages fill and weights are raw; then half a cosine to 0"
        : "Transformers need warmup while averages fill and weights are raw; then half a cosine to 0",
      source: "Goyal et al. 2017, arXiv:1706.02677; Loshchilov & Hutter 2017, arXiv:1608.03983",
    };
  }
  if (task === "reinforcement" || task === "generation") {
    return {
      settings: { schedule: "linear", warmup: 0 },
      why: "A rate that falls in a line to 0 ends the chase between changing data and model",
      source: "Andrychowicz et al. 2021, arXiv:2006.05990",
    };
  }
  if (epochs <= 3) {
    return {
      settings: { schedule: "constant", warmup: 0 },
      why: "A few epochs need no schedule; use one as soon as runs get longer",
      source: "common practice",
    };
  }
  return {
    settings: { schedule: "cosine", warmup: 0 },
    why: "Always a schedule beyond a few epochs: high while there is far to go, 0 at the end so that noise settles",
    source: "Loshchilov & Hutter 2017, arXiv:1608.03983",
  };
};

export const clipChoice = ({ model, task }: Case): Choice => {
  if (task === "reinforcement") {
    return {
      settings: { clip: 0.5 },
      why: "Rare large advantages make rare large gradients",
      source: "Andrychowicz et al. 2021, arXiv:2006.05990",
    };
  }
  if (model === "rnn" || model === "transformer") {
    return {
      settings: { clip: 1 },
      why: model === "rnn" ? "Gradients through time explode now and then" : "Bounds what a single odd batch can do",
      source: "Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063",
    };
  }
  return {
    settings: { clip: 0 },
    why: "Not needed here; watch the gradient's norm, and clip at 1 if it has peaks",
    source: "Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063",
  };
};

export const normalizationChoice = ({ task, model }: Case): Choice => {
  const source = "LeCun et al. 1998, Efficient BackProp";
  const of = (normalization: string, why: string, by = source): Choice => ({
    settings: { normalization },
    why,
    source: by,
  });
  if (task === "language") {
    return of(
      "none on tokens; layer normalization in every block",
      "Tokens are looked up, so there is nothing to scale; inside, normalize each position",
      "Ba, Kiros & Hinton 2016, arXiv:1607.06450",
    );
  }
  if (task === "reinforcement") {
    return of(
      "standardize observations by moving statistics",
      "Scales of observations differ and drift while the policy changes",
      "Andrychowicz et al. 2021, arXiv:2006.05990",
    );
  }
  if (task === "recommendation") {
    return of(
      "none on categories; standardize numbers",
      "Categories are 0 or 1, or rows of a table; numbers beside them need the same scale",
    );
  }
  if (model === "cnn") {
    return of(
      "pixels to [0, 1] or standardized; batch normalization between layers",
      "Inputs near 1 fit the usual rates; batch normalization allows higher ones",
      "Ioffe & Szegedy 2015, arXiv:1502.03167",
    );
  }
  return of(
    "standardize each input by the training data",
    "Normalize first: inputs of different scales make a ravine of the loss that no single rate fits",
  );
};

export const initializationChoice = ({ model }: Case): Choice => {
  if (model === "linear") {
    return {
      settings: { initialization: "zeros" },
      why: "A linear model has no symmetry to break",
      source: "Glorot & Bengio 2010",
    };
  }
  if (model === "rnn") {
    return {
      settings: { initialization: "orthogonal for recurrent weights, Glorot's for the rest" },
      why: "Orthogonal matrices keep lengths over many steps",
      source: "Saxe, McClelland & Ganguli 2014, arXiv:1312.6120",
    };
  }
  if (model === "transformer") {
    return {
      settings: { initialization: "as the layers do: Glorot's" },
      why: "Residual connections and normalization do the rest",
      source: "Vaswani et al. 2017, arXiv:1706.03762",
    };
  }
  return {
    settings: { initialization: "He's, for ReLU" },
    why: "Variance 2/fan-in keeps signals and gradients at their size through ReLU layers",
    source: "He et al. 2015, arXiv:1502.01852",
  };
};
