import type { Entries } from "./term.ts";

/** How results are measured and compared. */
export const metricTerms: Entries = {
  metric: {
    says: "What is measured besides the loss, for people: accuracy, F1, R². It need not have a gradient.",
    related: ["loss", "accuracy", "validation set"],
    code: "asMetric",
  },
  accuracy: {
    says: "The share of examples whose likeliest class is the right one. Misleading where classes are of very different sizes.",
    related: ["top-k accuracy", "per-class accuracy", "class imbalance"],
    code: "accuracy()",
  },
  "top-k accuracy": {
    says: "The share of examples whose right class is among the k likeliest.",
    related: ["accuracy"],
    code: "topKAccuracy(3)",
  },
  "per-class accuracy": {
    says: "The accuracy on the examples of each class: which classes a model confuses or neglects.",
    aliases: ["class accuracy"],
    related: ["confusion matrix", "recall", "accuracy"],
    code: "perClassAccuracy",
  },
  "confusion matrix": {
    says: "How often each class was taken for each other. Large numbers beside the diagonal show which classes look alike to the model.",
    related: ["per-class accuracy", "precision", "recall"],
    code: "confusionMatrix",
  },
  precision: {
    says: "Of what was predicted as a class, the share that is it. High precision means few false alarms.",
    formula: "TP/(TP + FP)",
    related: ["recall", "f1", "confusion matrix"],
    code: "precision()",
  },
  recall: {
    says: "Of what is a class, the share that was found. High recall means little is missed.",
    formula: "TP/(TP + FN)",
    aliases: ["sensitivity"],
    related: ["precision", "f1", "per-class accuracy"],
    code: "recall()",
  },
  f1: {
    says: "The harmonic mean of precision and recall: high only when both are. Averaged over classes it treats rare ones alike.",
    formula: "2PR/(P + R)",
    aliases: ["f1 score", "f-score"],
    related: ["precision", "recall", "class imbalance"],
    code: "f1()",
  },
  r2: {
    says: "The share of the target's variance that a regression explains: 1 is perfect, 0 no better than the mean, below 0 worse.",
    formula: "1 − Σ(y − ŷ)²/Σ(y − ȳ)²",
    aliases: ["r squared", "coefficient of determination"],
    related: ["mean squared error", "regression", "baseline"],
    code: "r2()",
  },
  "root mean squared error": {
    says: "The root of the mean squared error, in the target's own unit.",
    formula: "√((1/n) Σ(y − ŷ)²)",
    aliases: ["rmse"],
    related: ["mean squared error", "regression"],
    code: "rootMeanSquaredError()",
  },
  perplexity: {
    says: "e to the mean cross-entropy: among how many equally likely tokens the model seems to choose. A guess among V tokens has perplexity V.",
    formula: "exp(cross-entropy)",
    related: ["cross-entropy", "language model", "entropy"],
    code: "perplexity()",
  },
  baseline: {
    says: "A simple answer that a model must beat: the commonest class, the mean, a linear model. Without it a number says little.",
    related: ["accuracy", "r2", "ablation"],
    command: "thalweg train garments --hidden none --updates 20",
  },
  seed: {
    says: "The number that random weights, order and masks come from. Equal seeds give equal runs here; several seeds show how much of a difference is luck.",
    aliases: ["random seed"],
    related: ["reproducibility", "statistical significance", "weight initialization"],
    command: "thalweg train garments --seed 1 --updates 20",
  },
  "statistical significance": {
    says: "Whether a difference between runs is larger than what seeds alone would make. A small p-value says that luck is an unlikely explanation, not that the difference matters.",
    aliases: ["significant", "p-value"],
    related: ["welch's t-test", "holm correction", "seed", "confidence interval"],
    command: "thalweg compare --help",
  },
  "welch's t-test": {
    says: "Compares the means of two groups of runs without assuming equal spread. A handful of seeds is the least it needs.",
    formula: "t = (x̄ − ȳ)/√(s²ₓ/n + s²ᵧ/m)",
    source: "Welch 1947",
    aliases: ["t-test", "welch test"],
    related: ["statistical significance", "holm correction"],
    command: "thalweg compare --help",
  },
  "holm correction": {
    says: "Makes p-values stricter when several differences are tested at once, so that one of many is not called real by chance.",
    source: "Holm 1979",
    aliases: ["multiple comparisons"],
    related: ["welch's t-test", "statistical significance"],
    command: "thalweg compare --help",
  },
  "standard deviation": {
    says: "How far values usually lie from their mean, in their own unit; the variance is its square.",
    formula: "s = √(Σ(x − x̄)²/(n − 1))",
    aliases: ["variance", "spread"],
    related: ["gradient noise", "confidence interval", "standardization"],
    command: "thalweg lesson batch-size",
  },
  "confidence interval": {
    says: "A range that covers the true mean in so many of a hundred repetitions. It narrows with the root of the number of runs.",
    related: ["statistical significance", "standard deviation", "seed"],
    command: "thalweg compare --help",
  },
};
