import type { Entries } from "./term.ts";

/** How it is computed. */
export const engineTerms: Entries = {
  tensor: {
    says: "An array of numbers with a shape and a dtype. Here it computes nothing until it is read.",
    related: ["dtype", "graph", "broadcasting"],
    code: "tensor([[1, 2], [3, 4]])",
  },
  dtype: {
    says: "What kind of number an array holds: float32, int32, bool and others.",
    aliases: ["data type", "number type"],
    related: ["float32", "float64", "tensor"],
    code: 'tensor([1, 2], [2], "int32")',
  },
  broadcasting: {
    says: "Stretching an axis of length 1 to match another array, without copying: a bias added to every row.",
    related: ["tensor", "bias unit"],
    code: "tensor([[1], [2]]).add(tensor([10, 20]))",
  },
  graph: {
    says: "Operations and what they depend on. Gradients, fusion and memory plans are made from it.",
    aliases: ["computation graph", "computational graph"],
    related: ["compilation", "automatic differentiation", "kernel fusion"],
    code: "compile",
  },
  compilation: {
    says: "Turning a graph into a plan of kernels once, and running it many times. The first update of a run is slower for it.",
    aliases: ["compile", "tracing"],
    related: ["graph", "kernel fusion", "memory plan"],
    code: "compile",
  },
  "kernel fusion": {
    says: "Doing several element-wise operations in one pass over memory. Updates of optimizers gain most.",
    aliases: ["fusion", "compute kernel"],
    related: ["compilation", "graph"],
    code: "compile",
  },
  "memory plan": {
    says: "Deciding beforehand which arrays share which memory, so that nothing is allocated while training.",
    aliases: ["arena"],
    related: ["compilation", "optimizer state"],
    command: "thalweg bench --help",
  },
  "matrix product": {
    says: "What most of a network's time goes to: dense layers, convolutions and attention are all made of it.",
    formula: "Cᵢⱼ = Σ AᵢₖBₖⱼ",
    aliases: ["matmul", "gemm"],
    related: ["dense", "blas", "convolution"],
    command: "thalweg bench --help",
  },
  blas: {
    says: "The common interface of libraries for matrix products. The system's own is used for large ones where it can be loaded.",
    aliases: ["openblas"],
    related: ["matrix product", "webassembly"],
    command: "thalweg train garments --blas off --updates 5",
  },
  webassembly: {
    says: "Portable machine code for Node and browsers, with SIMD and threads. The engine writes its kernels in it.",
    aliases: ["wasm", "simd"],
    related: ["device", "compilation"],
    command: "thalweg train garments --device wasm --updates 5",
  },
  device: {
    says: "What computes: wasm, fast, or reference, plain JavaScript in float64 to compare with.",
    related: ["webassembly", "float64"],
    code: "useDevice",
  },
  reproducibility: {
    says: "The same settings give the same numbers. Here threads, fusion and the order of reading change no bit.",
    aliases: ["determinism"],
    related: ["seed", "ablation"],
    command: "thalweg train garments --seed 3 --updates 10",
  },
};
