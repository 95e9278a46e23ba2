import type { Entries } from "./term.ts";

/** The surfaces that optimizers are tried on. */
export const testFunctionTerms: Entries = {
  rosenbrock: {
    says: "A curved, flat-bottomed valley: easy to reach, slow to follow. Its minimum 0 lies at (1, 1). It is the usual walk to compare optimizers on.",
    formula: "(1 − x)² + 100(y − x²)²",
    source: "Rosenbrock 1960",
    aliases: ["rosenbrock function", "banana function"],
    related: ["valley", "ravine", "condition number"],
    command: "thalweg compare rosenbrock --optimizers gd,momentum,adam --steps 1000",
  },
  beale: {
    says: "A nearly flat plain with steep walls at its corners. Its minimum 0 lies at (3, 0.5).",
    formula: "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
    source: "Beale 1958",
    aliases: ["beale function"],
    related: ["plateau", "loss surface"],
    command: "thalweg compare beale --optimizers gd,adam --learning-rate 0.001 --steps 500",
  },
  himmelblau: {
    says: "Four equal minima of height 0, one of them at (3, 2). Start and rate decide which one is found.",
    formula: "(x² + y − 11)² + (x + y² − 7)²",
    source: "Himmelblau 1972",
    aliases: ["himmelblau function"],
    related: ["minimum", "non-convexity"],
    command: "thalweg compare himmelblau --optimizers gd,adam --learning-rate 0.01 --steps 500",
  },
  rastrigin: {
    says: "A bowl with a regular pattern of dents, each a local minimum. Methods that follow the slope end in the nearest dent. The lowest, 0, lies at the origin.",
    formula: "10n + Σ(xᵢ² − 10 cos 2πxᵢ)",
    source: "Rastrigin 1974",
    aliases: ["rastrigin function"],
    related: ["global minimum", "minimum", "non-convexity"],
    command: "thalweg compare rastrigin --optimizers gd,adam --learning-rate 0.001 --steps 300",
  },
  ackley: {
    says: "Nearly flat and rippled outside, with a funnel down to 0 at the origin. Far away the gradient says little.",
    formula: "−20 exp(−0.2√(Σxᵢ²/n)) − exp(Σcos(2πxᵢ)/n) + 20 + e",
    source: "Ackley 1987",
    aliases: ["ackley function"],
    related: ["plateau", "rastrigin", "global minimum"],
    command: "thalweg compare ackley --optimizers gd,adam --learning-rate 0.01 --steps 300",
  },
  "styblinski-tang": {
    says: "A sum of quartics, each with two dents of different depth. The lowest value is about −39.166 a dimension, at xᵢ ≈ −2.9035.",
    formula: "½Σ(xᵢ⁴ − 16xᵢ² + 5xᵢ)",
    source: "Styblinski & Tang 1990",
    aliases: ["styblinski tang function"],
    related: ["minimum", "global minimum"],
    command: "thalweg compare styblinski-tang --optimizers gd,adam --learning-rate 0.01 --steps 300",
  },
  booth: {
    says: "A convex bowl, tilted and stretched. Its minimum 0 lies at (1, 3), and every sensible optimizer finds it.",
    formula: "(x + 2y − 7)² + (2x + y − 5)²",
    aliases: ["booth function"],
    related: ["convexity", "quadratic"],
    command: "thalweg compare booth --optimizers gd,adam --steps 500",
  },
  "monkey saddle": {
    says: "A saddle with three ways down and three up, one more for a monkey's tail. Its Hessian at the origin is 0, so curvature says nothing there.",
    formula: "x³ − 3xy²",
    aliases: ["degenerate saddle"],
    related: ["saddle point", "hessian"],
    command: "thalweg saddle",
  },
};
