import type { Entries } from "./term.ts";

/** What is learned from. */
export const dataTerms: Entries = {
  dataset: {
    says: "Examples with their targets: inputs [examples, …] and labels or numbers.",
    related: ["training set", "example", "label"],
    code: "dataset",
  },
  example: {
    says: "One input with its target: a picture and its class, a row of a table.",
    aliases: ["sample", "data point"],
    related: ["dataset", "label", "feature"],
    code: "exampleCount",
  },
  feature: {
    says: "One number of an input, or what a layer makes of it.",
    related: ["input normalization", "example", "embedding"],
    code: "columnEncoder",
  },
  label: {
    says: "What is to be predicted of an example: its class, or a number.",
    aliases: ["target"],
    related: ["one-hot encoding", "label smoothing", "classification"],
    code: "dataset",
  },
  shuffling: {
    says: "A new random order every epoch, so that batches are fair samples. Sorted data make gradients that disagree for long.",
    aliases: ["shuffle"],
    related: ["epoch", "mini-batch", "seed"],
    code: "batches",
  },
  "fashion-mnist": {
    says: "70,000 grayscale pictures 28×28 of ten kinds of clothing, 60,000 to train on: harder than digits, small enough for every machine.",
    source: "Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747",
    related: ["garments", "classification"],
    code: "fashionMnist",
  },
  garments: {
    says: "The ten classes of Fashion-MNIST drawn by code, as many as wanted. No files, no network, the same everywhere.",
    related: ["fashion-mnist", "dataset"],
    code: "garments({ train: 100, test: 10 })",
  },
  "categorical feature": {
    says: "A column of words. Each word becomes an input of 0 or 1, or a row of an embedding when there are many.",
    aliases: ["categorical", "category"],
    related: ["one-hot encoding", "embedding"],
    code: "columnEncoder",
  },
  "missing value": {
    says: "An empty cell of a table: an error unless told otherwise, filled with the mean or median of the training rows, or its row left out.",
    aliases: ["imputation"],
    related: ["data leakage", "categorical feature"],
    command: "thalweg train csv --help",
  },
  token: {
    says: "The unit a language model reads: a character, a part of a word. The vocabulary is the list of all of them.",
    aliases: ["vocabulary", "tokenization"],
    related: ["embedding", "language model", "context window"],
    code: 'characterVocabulary("abc")',
  },
  "context window": {
    says: "How many tokens a model sees at once. Attention costs its square.",
    aliases: ["context", "context length"],
    related: ["attention", "language model", "token"],
    command: "thalweg train text --help",
  },
  "language model": {
    says: "Predicts the next token from those before. Its loss is nats a token, e to that its perplexity.",
    source: "Bengio et al. 2003",
    related: ["perplexity", "transformer block", "sampling", "token"],
    command: "thalweg train text --help",
  },
  "sparse gradient": {
    says: "A gradient that is 0 for most parameters in most updates, as for embeddings of rare words. AdaGrad and Adam keep larger rates for what is rare.",
    aliases: ["sparse", "sparse data"],
    related: ["adagrad", "embedding", "ftrl"],
    command: "thalweg advise --task recommendation --sparse",
  },
  safetensors: {
    says: "A plain file format for named arrays that cannot run code. Models are saved in it here.",
    related: ["checkpoint", "optimizer state"],
    code: "encodeSafetensors({})",
  },
};
