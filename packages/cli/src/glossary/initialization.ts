import type { Entries } from "./term.ts";

/** Where weights begin. */
export const initializationTerms: Entries = {
  "weight initialization": {
    says: "The random weights a network starts from. Their scale should keep the size of signals and gradients about the same from layer to layer.",
    aliases: ["initialization", "initializer", "initial weights"],
    related: ["glorot initialization", "he initialization", "vanishing gradient", "symmetry breaking"],
    command: "thalweg lesson initialization",
  },
  "glorot initialization": {
    says: "Variance 2/(fan-in + fan-out): a compromise between forward and backward pass, for tanh and linear layers.",
    formula: "U(±√(6/(fan-in + fan-out)))",
    source: "Glorot & Bengio 2010",
    aliases: ["xavier initialization", "glorot uniform", "glorot normal", "glorot truncated normal"],
    related: ["he initialization", "fan-in", "tanh"],
    code: "glorotUniform()",
  },
  "he initialization": {
    says: "Variance 2/fan-in: twice as much, because ReLU takes half of the signal away.",
    formula: "N(0, 2/fan-in)",
    source: "He et al. 2015, arXiv:1502.01852",
    aliases: ["kaiming initialization", "he normal", "he uniform", "he truncated normal"],
    related: ["glorot initialization", "relu", "fan-in"],
    code: "heNormal()",
  },
  "lecun initialization": {
    says: "Variance 1/fan-in: keeps the variance of linear layers' outputs.",
    formula: "N(0, 1/fan-in)",
    source: "LeCun et al. 1998, Efficient BackProp",
    aliases: ["lecun normal", "lecun uniform", "lecun truncated normal"],
    related: ["glorot initialization", "fan-in"],
    code: "leCunNormal()",
  },
  "fan-in uniform": {
    says: "Uniform within ±1/√fan-in, as PyTorch's layers start.",
    formula: "U(±1/√fan-in)",
    related: ["fan-in", "weight initialization"],
    code: "fanInUniform()",
  },
  "fan-in": {
    says: "How many inputs each output sums up; fan-out is how many outputs each input goes to. Initial scales depend on them.",
    aliases: ["fan-out", "fans of"],
    related: ["weight initialization", "glorot initialization", "he initialization"],
    code: "fansOf([784, 128])",
  },
  gain: {
    says: "A factor on initial weights that makes up for what an activation takes away: √2 for ReLU, 1 for linear layers.",
    related: ["he initialization", "orthogonal initialization", "activation"],
    code: "orthogonal({ gain: Math.SQRT2 })",
  },
  "orthogonal initialization": {
    says: "A random matrix with orthonormal rows or columns: lengths are kept exactly. Good for deep and recurrent networks.",
    source: "Saxe, McClelland & Ganguli 2014, arXiv:1312.6120",
    aliases: ["orthogonal"],
    related: ["gain", "simple rnn", "orthogonalization"],
    code: "orthogonal()",
  },
  "constant initialization": {
    says: "All weights alike: 0 for biases, 1 for scales. For the weights of hidden layers it is wrong, because all units would stay alike.",
    aliases: ["initial constant", "initial zeros", "initial ones"],
    related: ["symmetry breaking", "bias unit"],
    code: "initialZeros()",
  },
  "normal initialization": {
    says: "Normal or uniform numbers of a deviation given by hand, whatever the layer's size.",
    aliases: ["initial normal", "initial uniform"],
    related: ["weight initialization", "gain"],
    code: "initialNormal(0.02)",
  },
  "symmetry breaking": {
    says: "Equal units get equal gradients and stay equal for ever. Random weights make them different from the start.",
    related: ["weight initialization", "constant initialization"],
    code: "glorotUniform()",
  },
};
