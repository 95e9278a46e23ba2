/** What goes wrong, what it looks like, and what to change: one thing at a time, the first one first. */
import { nearest } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import type { Configuration, Reason } from "./advice.ts";

export interface Symptom extends Reason {
  readonly name: string;
  readonly sign: string;
  readonly fix: string;
  /** What a user's words for it contain. */
  readonly words: RegExp;
  /** What changes against the advice for a case without trouble. */
  readonly change: (usual: Configuration) => Partial<Configuration>;
  /** Terms of the glossary. */
  readonly terms: readonly string[];
}

/** With two digits. */
const rounded = (value: number): number => Number(value.toPrecision(2));

export const symptoms: readonly Symptom[] = [
  {
    name: "loss is nan",
    sign: "the loss explodes, becomes infinite or NaN",
    fix: "divide the rate by 10, warm up, clip the gradient; look for bad values in the data",
    words: /\bnan\b|infinit|\binf\b|explod|diverg|blows? up|not finite/i,
    change: ({ learningRate, clip, warmup }) => ({
      learningRate: rounded(learningRate / 10),
      clip: clip > 0 ? clip : 1,
      warmup: Math.max(warmup, 0.05),
    }),
    why: "A loss that explodes nearly always means a rate that is too high: a tenth of it, reached by warmup, with clipping against single bad batches",
    source: "Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063",
    terms: ["divergence", "learning rate", "gradient clipping", "non-finite value"],
  },
  {
    name: "loss spikes",
    sign: "the loss jumps up now and then and comes back",
    fix: "clip the gradient, lower β₂, then the rate; stableadamw does without clipping",
    words: /spik|sudden jump/i,
    change: ({ clip, learningRate }) => ({ clip: clip > 0 ? clip : 1, learningRate: rounded(learningRate / 2) }),
    why: "Spikes come from single gradients far larger than the averages expect: clipping bounds them, half the rate makes them rarer",
    source: "Wortsman et al. 2023, arXiv:2304.13013",
    terms: ["gradient clipping", "stableadamw", "second moment"],
  },
  {
    name: "loss oscillates",
    sign: "the loss bounces to and fro between updates; consecutive steps zig-zag",
    fix: "lower the rate, then momentum, an adaptive rate, or normalization",
    words: /oscillat|bounc|zig.?zag|to and fro|unstable/i,
    change: ({ learningRate }) => ({ learningRate: rounded(learningRate / 3) }),
    why: "Bouncing means that steps cross a ravine instead of following it: a third of the rate first, then batch normalization, then momentum or an adaptive rate",
    source: "LeCun et al. 1998, Efficient BackProp",
    terms: ["oscillation", "ravine", "stability limit"],
  },
  {
    name: "loss falls slowly",
    sign: "the loss falls, but painfully slowly",
    fix: "raise the rate: thalweg find-lr finds how far",
    words: /slow/i,
    change: ({ learningRate }) => ({ learningRate: rounded(learningRate * 3) }),
    why: "A loss that falls smoothly and slowly means a rate that is too low: three times as much, or what a rising-rate test finds",
    source: "Smith 2017, arXiv:1506.01186",
    terms: ["learning rate", "learning-rate finder", "underfitting"],
  },
  {
    name: "loss plateaus",
    sign: "tiny gradients and no progress, or a rate near 0 while the loss still falls",
    fix: "momentum or Adam; slower decay of the rate; warmup and initialization if it happens at the start",
    words: /plateau|stuck|stall|flat|no progress|does(n't| not) (fall|improve|learn)/i,
    change: ({ optimizer, schedule, warmup }) => ({
      ...(optimizer === "sgd"
        ? { optimizer: "adamw", learningRate: 1e-3, momentum: undefined, weightDecay: 0.01 }
        : {}),
      schedule: schedule === "constant" ? "cosine" : schedule,
      warmup: Math.max(warmup, 0.05),
    }),
    why: "On plateaus and at saddles gradients are tiny, and dividing by their size keeps steps long; a schedule that ends with the run does not stall before",
    source: "Dauphin et al. 2014, arXiv:1406.2572; Kingma & Ba 2015, arXiv:1412.6980",
    terms: ["plateau", "saddle point", "bad schedule", "vanishing gradient"],
  },
  {
    name: "overfits",
    sign: "the validation loss rises while the training loss falls",
    fix: "stop early; more decay, augmentation, dropout; more data; only then a smaller model",
    words: /overfit|memoriz|validation (loss )?(rises|goes up|gets worse|increases)|generali[sz]ation gap/i,
    change: ({ weightDecay, optimizer, patience }) => ({
      weightDecay: Math.min(0.1, Math.max(optimizer === "sgd" ? 1e-3 : 0.1, weightDecay)),
      patience: Math.max(2, Math.ceil(patience / 2)),
    }),
    why: "Memorizing is slowed by decay, and ended by stopping where validation is best",
    source: "Prechelt 1998; Loshchilov & Hutter 2019, arXiv:1711.05101",
    terms: ["overfitting", "early stopping", "weight decay", "data augmentation"],
  },
  {
    name: "generalizes badly",
    sign: "training goes well, but another optimizer ends with better validation",
    fix: "SGD with momentum and a tuned schedule; SAM; averaged weights",
    words: /generali[sz]e|worse than sgd|test accuracy is low|final accuracy/i,
    change: () => ({
      optimizer: "sgd",
      momentum: 0.9,
      learningRate: 0.01,
      weightDecay: 5e-4,
      set: {},
      schedule: "cosine",
    }),
    why: "Adam can generalize worse than gradient descent with momentum, which finds flatter minima given a tuned schedule",
    source: "Wilson et al. 2017, arXiv:1705.08292; Keskar & Socher 2017, arXiv:1712.07628",
    terms: ["generalization", "flat minimum", "momentum", "sam"],
  },
  {
    name: "noisy gradient",
    sign: "the loss jumps from batch to batch and hardly falls on average",
    fix: "larger batches or accumulated ones, more momentum, a falling rate",
    words: /nois[ye]/i,
    change: ({ batchSize, accumulate, schedule }) => ({
      accumulate: batchSize === "all" ? accumulate : accumulate * 4,
      schedule: schedule === "constant" ? "cosine" : schedule,
    }),
    why: "Four batches an update quarter the variance of the gradient; a falling rate averages the rest",
    source: "McCandlish et al. 2018, arXiv:1812.06162",
    terms: ["gradient noise", "batch size", "gradient accumulation"],
  },
  {
    name: "vanishing gradients",
    sign: "gradients of early layers are far smaller than those of late ones",
    fix: "initialization, normalization, residual connections, ReLU in place of sigmoid",
    words: /vanish|early layers|first layers/i,
    change: ({ warmup }) => ({
      normalization: "normalize between layers: batch normalization, or layer normalization for sequences",
      initialization: "He's for ReLU, orthogonal for recurrent weights",
      warmup: Math.max(warmup, 0.05),
    }),
    why: "Signals and gradients keep their size through depth when every layer is normalized and starts at the right scale",
    source: "Ioffe & Szegedy 2015, arXiv:1502.03167; He et al. 2015, arXiv:1502.01852",
    terms: ["vanishing gradient", "weight initialization", "batch normalization", "residual connection"],
  },
  {
    name: "dead units",
    sign: "a ReLU layer outputs zeros for all examples",
    fix: "a lower rate, He's initialization, leaky ReLU",
    words: /dead|dying|zeros/i,
    change: ({ learningRate, warmup }) => ({
      learningRate: rounded(learningRate / 3),
      warmup: Math.max(warmup, 0.05),
      initialization: "He's, with leaky ReLU",
    }),
    why: "Units die when one large step puts their inputs below 0 for all examples: smaller first steps, and a slope below 0 to come back on",
    source: "Maas, Hannun & Ng 2013; He et al. 2015, arXiv:1502.01852",
    terms: ["dead relu", "leaky relu", "he initialization"],
  },
  {
    name: "out of memory",
    sign: "the model or its batches do not fit",
    fix: "smaller batches, accumulated; an optimizer with less state",
    words: /memory|oom/i,
    change: ({ batchSize, accumulate }) => ({
      batchSize: batchSize === "all" ? 32 : Math.max(1, Math.floor(batchSize / 4)),
      accumulate: batchSize === "all" ? accumulate : accumulate * Math.min(4, batchSize),
    }),
    why: "A quarter of the batch, four times an update, is the same gradient in less memory; adafactor and lion keep less than Adam",
    source: "Shazeer & Stern 2018, arXiv:1804.04235",
    terms: ["gradient accumulation", "adafactor", "optimizer state"],
  },
  {
    name: "inputs not normalized",
    sign: "inputs whose scale is far from 1, or differs between features",
    fix: "rescale or standardize them first, then judge the rate anew",
    words: /normali[sz]|scale of (the )?inputs|unscaled/i,
    change: () => ({ normalization: "standardize each input by the training data" }),
    why: "Inputs of different scales make a ravine of the loss that no single rate fits",
    source: "LeCun et al. 1998, Efficient BackProp",
    terms: ["input normalization", "standardization", "condition number"],
  },
];

/** The symptom with a word that one of these was likely meant to be. */
const nearestSymptom = (text: string): Symptom | undefined => {
  const wordsOf = (name: string) => name.split(/[^a-z]+/i).filter((word) => word.length > 3);
  const known = symptoms.flatMap(({ name }) => wordsOf(name)).filter((word) => word !== "loss");
  const meant = wordsOf(text).flatMap((word) => nearest(word, known) ?? [])[0];
  return symptoms.find(({ name }) => meant !== undefined && wordsOf(name).includes(meant));
};

/** The symptom that a user's words mean. */
export const symptomMeant = (text: string): Symptom => {
  const found = symptoms.find(({ name, words }) => name === text || words.test(text));
  if (found) return found;
  const near = nearestSymptom(text);
  const names = symptoms.map(({ name }) => name).join(", ");
  const hint = near === undefined ? `; there are ${names}` : `; did you mean "${near.name}"?`;
  throw wrongUsage(`--symptom: nothing is known of ${text === "" ? "an empty one" : `"${text}"`}${hint}`);
};
