import type { Entries } from "./term.ts";

/** Words for moving rates, and for searching good ones. */
export const rateTerms: Entries = {
  "learning-rate schedule": {
    says: "The learning rate as a function of the step. High at first to go far, low at the end to settle. Beyond a few epochs there should always be one.",
    aliases: ["schedule", "lr schedule", "scheduler"],
    related: ["learning rate", "cosine schedule", "warmup schedule", "learning-rate decay"],
    command: "thalweg lesson schedules",
  },
  "learning-rate decay": {
    says: "Lowering the rate while training goes on, so that noise shrinks and the weights settle. Decay that is too fast stalls learning: 0.999ᵗ leaves Rosenbrock at 0.41340 where a constant rate reaches 0.0036271.",
    aliases: ["annealing", "rate decay"],
    related: ["learning-rate schedule", "exponential schedule", "step schedule"],
    command: "thalweg lesson schedules",
  },
  "bad schedule": {
    says: "One whose rate is near zero while the loss still falls, or still high at the end. The first needs slower decay, the second more of it.",
    related: ["learning-rate decay", "plateau", "learning-rate schedule"],
    command: "thalweg lesson schedules",
  },
  peak: {
    says: "The highest rate of a schedule, the one to tune. Warmup leads up to it and decay away from it.",
    aliases: ["peak learning rate", "base learning rate"],
    related: ["warmup schedule", "floor", "learning rate"],
    command: "thalweg schedule warmup-cosine --peak 1e-3 --warmup 100 --total 1000",
  },
  floor: {
    says: "The rate a schedule ends at: 0, or a small part of the peak so that the last updates still do something.",
    related: ["peak", "cosine schedule"],
    command: "thalweg schedule cosine --peak 1e-3 --total 1000 --floor 1e-6",
  },
  "warm restart": {
    says: "Setting the rate back to its peak after it has fallen, and letting it fall again. Each fall ends in weights that can be kept or averaged.",
    source: "Loshchilov & Hutter 2017, arXiv:1608.03983",
    aliases: ["sgdr"],
    related: ["cosine restarts schedule", "stochastic weight averaging"],
    command: "thalweg schedule cosine-restarts --peak 0.1 --period 100",
  },
  milestone: {
    says: "A step at which a rate is multiplied by a factor, usually 0.1.",
    related: ["multi step schedule", "learning-rate decay"],
    command: "thalweg schedule multi-step --initial 0.1 --milestones 500,750",
  },
  cooldown: {
    says: "The stretch at the end of a run in which the rate falls to 0 after being constant; also the pause of a plateau rule after it has lowered the rate.",
    related: ["warmup stable decay schedule", "reduce on plateau"],
    command: "thalweg schedule warmup-stable-decay --peak 1e-3 --warmup 100 --decay 200 --total 1000",
  },
  "reduce on plateau": {
    says: "Lowering the rate when a metric has not improved for some epochs. It needs no length of the run in advance, but reacts to noise.",
    aliases: ["plateau schedule", "reduce lr on plateau"],
    related: ["patience", "plateau", "early stopping"],
    code: "reduceOnPlateau()",
  },
  "learning-rate finder": {
    says: "A short run whose rate rises exponentially until the loss explodes. A good rate lies well below that point, about where the loss falls fastest.",
    source: "Smith 2017, arXiv:1506.01186",
    aliases: ["lr finder", "range test", "lr range test"],
    related: ["learning rate", "one cycle schedule", "divergence"],
    command: "thalweg find-lr garments --updates 20",
  },
  "hyperparameter search": {
    says: "Trying settings and keeping the best on validation data. Rates are searched on a logarithmic scale, and each optimizer deserves its own best rate before it is compared.",
    aliases: ["tuning", "hyperparameter tuning"],
    related: ["grid search", "random search", "successive halving"],
    command: "thalweg compare ravine --optimizers gd,adam --steps 100 --tune",
  },
  "grid search": {
    says: "Every combination of a few values of each hyperparameter. Clear, but the number of trials is a product.",
    related: ["random search", "hyperparameter search"],
    command: "thalweg compare rosenbrock --optimizers gd --rates 1e-4,1e-3 --steps 500",
  },
  "random search": {
    says: "Trials at random points. With the same number of trials each single hyperparameter is tried at more values than on a grid, which pays off when only a few of them matter.",
    source: "Bergstra & Bengio 2012",
    related: ["grid search", "hyperparameter search"],
    command: "thalweg sweep --help",
  },
  "successive halving": {
    says: "Many trials start with a small budget; after each round only the best part goes on with a larger one. Bad settings cost little.",
    source: "Li et al. 2020, arXiv:1810.05934",
    aliases: ["asha", "hyperband"],
    related: ["hyperparameter search", "budget"],
    command: "thalweg sweep --help",
  },
};
