import type { Entries } from "./term.ts";

/** Bringing values to one scale, at the input and between layers. */
export const normalizationTerms: Entries = {
  "input normalization": {
    says: "Bringing inputs to one scale before training: the first thing to do. Inputs of very different scales make a ravine of the loss, and one rate cannot fit.",
    source: "LeCun et al. 1998, Efficient BackProp",
    aliases: ["normalization", "feature scaling"],
    related: ["rescaling", "standardization", "condition number"],
    command: "thalweg lesson normalization",
  },
  rescaling: {
    says: "Mapping a known range onto [0, 1], such as pixels from [0, 255].",
    aliases: ["min-max scaling", "rescale"],
    related: ["standardization", "input normalization"],
    code: "rescale",
  },
  standardization: {
    says: "Subtracting the mean and dividing by the deviation, both taken from the training split alone and applied to all.",
    formula: "(x − μ)/σ",
    aliases: ["standardizer", "z-score", "standardize"],
    related: ["input normalization", "data leakage", "rescaling"],
    command: "thalweg train garments --standardize --updates 20",
  },
  "batch normalization": {
    says: "Normalizes each feature over the batch while training and by moving statistics afterwards. Higher rates become possible. Dense without bias, then normalization, then ReLU; it needs two or more examples a batch.",
    formula: "y = γ(x − μ_B)/√(σ²_B + ε) + β",
    source: "Ioffe & Szegedy 2015, arXiv:1502.03167",
    aliases: ["batch norm"],
    related: ["moving statistics", "layer normalization", "inference mode"],
    command: "thalweg lesson batch-norm",
  },
  "layer normalization": {
    says: "Normalizes over the features of each example, the same in training and inference, whatever the batch. Usual in transformers.",
    source: "Ba, Kiros & Hinton 2016, arXiv:1607.06450",
    aliases: ["layer norm"],
    related: ["rms normalization", "batch normalization", "transformer block"],
    code: "layerNorm()",
  },
  "rms normalization": {
    says: "Layer normalization without subtracting the mean: cheaper, about as good.",
    formula: "y = γx/√(mean x² + ε)",
    source: "Zhang & Sennrich 2019, arXiv:1910.07467",
    aliases: ["rms norm"],
    related: ["layer normalization"],
    code: "rmsNorm()",
  },
  "group normalization": {
    says: "Normalizes over groups of channels of each example: for convolutions with batches too small for batch normalization.",
    source: "Wu & He 2018, arXiv:1803.08494",
    aliases: ["group norm"],
    related: ["batch normalization", "layer normalization"],
    code: "groupNorm(4)",
  },
  "moving statistics": {
    says: "Averages of mean and variance that batch normalization collects while training and uses afterwards. Too short a run leaves them wrong.",
    aliases: ["running statistics", "moving mean"],
    related: ["batch normalization", "exponentially weighted average", "inference mode"],
    code: "batchNorm()",
  },
  "inference mode": {
    says: "How a model is used: no dropout, moving statistics instead of batch statistics. Its counterpart is training mode.",
    aliases: ["evaluation mode", "training mode"],
    related: ["dropout", "batch normalization"],
    code: "inferenceMode(batchNorm())",
  },
  "internal covariate shift": {
    says: "That the distribution of a layer's inputs changes as earlier layers learn: the reason first given for batch normalization. A smoother loss surface explains its success better.",
    source: "Ioffe & Szegedy 2015, arXiv:1502.03167; Santurkar et al. 2018, arXiv:1805.11604",
    related: ["batch normalization", "loss surface"],
    command: "thalweg lesson batch-norm",
  },
};
