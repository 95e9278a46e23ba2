import type { Entries } from "./term.ts";

/** The curves between layers. */
export const activationTerms: Entries = {
  activation: {
    says: "A curve applied to every value between layers. Without one, a chain of dense layers is a single linear map.",
    aliases: ["activation function", "nonlinearity"],
    related: ["relu", "gelu", "tanh", "saturation"],
    code: "relu()",
  },
  relu: {
    says: "0 for what is below 0, the value itself above. Cheap, and does not saturate above 0; units can die below.",
    formula: "max(0, x)",
    source: "Nair & Hinton 2010",
    aliases: ["rectified linear unit"],
    related: ["dead relu", "leaky relu", "he initialization"],
    code: "relu()",
  },
  "leaky relu": {
    says: "ReLU with a small slope below 0, so that no unit dies.",
    formula: "max(ax, x)",
    source: "Maas, Hannun & Ng 2013",
    related: ["relu", "dead relu", "elu"],
    code: "leakyRelu()",
  },
  elu: {
    says: "Smooth and negative below 0, down to −α. Outputs have a mean nearer 0.",
    formula: "x for x > 0, α(eˣ − 1) below",
    source: "Clevert et al. 2016, arXiv:1511.07289",
    aliases: ["exponential linear unit"],
    related: ["relu", "leaky relu"],
    code: "elu()",
  },
  gelu: {
    says: "The value times the chance that a normal number is below it: a smooth ReLU, usual in transformers.",
    formula: "x Φ(x)",
    source: "Hendrycks & Gimpel 2016, arXiv:1606.08415",
    related: ["silu", "relu", "transformer block"],
    code: "gelu()",
  },
  silu: {
    says: "The value times its sigmoid: smooth, slightly negative below 0.",
    formula: "x σ(x)",
    source: "Elfwing et al. 2017, arXiv:1702.03118; Ramachandran et al. 2017, arXiv:1710.05941",
    aliases: ["swish"],
    related: ["gelu", "sigmoid"],
    code: "silu()",
  },
  sigmoid: {
    says: "Squeezes any number into (0, 1): a probability, or a gate. Far out it is flat, and gradients vanish.",
    formula: "1/(1 + e⁻ˣ)",
    aliases: ["logistic function"],
    related: ["saturation", "binary cross-entropy", "tanh"],
    code: "sigmoid()",
  },
  tanh: {
    says: "Squeezes any number into (−1, 1), with mean 0 for inputs of mean 0. It saturates as sigmoid does.",
    formula: "(eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)",
    aliases: ["hyperbolic tangent"],
    related: ["sigmoid", "saturation", "glorot initialization"],
    code: "tanh()",
  },
  softplus: {
    says: "A smooth ReLU that is always above 0, for what must be positive.",
    formula: "log(1 + eˣ)",
    related: ["relu", "sigmoid"],
    code: "softplus()",
  },
};
