import type { FindingId } from "./finding.ts";

/**
 * Where findings begin: the numbers that decide whether a rule speaks, by the rule, and where they come from. How much must have been
 * seen before stands in the rules. "suite" means: chosen on
 * the tuning half of the planted faults (`npm run faults -- --tuning`), and reported on the other half.
 */
export const thresholds = {
  "labels-shuffled": {
    chance: {
      value: 3,
      about: "deviations by chance within which neighbours tell no more than guessing does",
      source: "derived: of unrelated labels one score in 700 is higher",
    },
    dominant: {
      value: 0.8,
      about: "part of the largest class above which neighbours tell nothing of labels",
      source:
        "derived: of 300 examples told, chance alone moves the score by 7 points, and 20 are left to the right answer; suite",
    },
    wrong: {
      value: 0.25,
      about: "part of the neighbours' skill on validation data that is missing on training data",
      source: "suite; equal shares of one data set differ by less than their error, which is taken off before",
    },
    guess: {
      value: 0.97,
      about: "loss on examples not seen before, as a part of that of guessing, above which nothing was learned",
      source: "suite",
    },
    run: {
      value: 0.5,
      about: "examples of one class in a row, in batches",
      source: "derived: from here on most batches hold two classes or fewer",
    },
    longer: {
      value: 5,
      about: "examples of one class in a row, as a multiple of what chance gives",
      source: "suite; by chance it is 1 within 2/√examples",
    },
  },
  "inputs-not-normalized": {
    mean: {
      value: 3,
      about: "largest distance of the inputs' mean from 0, in deviations of the inputs, once they are larger than 1",
      source: "LeCun et al. 1998, Efficient BackProp §4.3: the mean of each input should be close to 0",
    },
    size: {
      value: 5,
      about: "largest root mean square of all inputs",
      source:
        "derived: the curvature is as the square, 25 times as large; suite; pixels in [0, 1] and standardized columns have at most 1, pixels in [0, 255] about 100",
    },
    smallness: {
      value: 0.01,
      about: "smallest deviation of all inputs",
      source: "suite",
    },
    ratio: {
      value: 30,
      about: "largest ratio between the deviations of two features",
      source:
        "derived: for a linear layer the curvature along a feature is as its square, so 30 makes the condition number 900; suite",
    },
  },
  "initial-loss-off": {
    classes: {
      value: 2,
      about: "first loss as a multiple of ln(classes)",
      source:
        "derived: logits of deviation s add about s²/2 to ln(k), so 2·ln(k) is s = √(2 ln k), 2.1 for ten classes",
    },
    outputs: {
      value: 4,
      about: "root mean square of the first logits",
      source:
        "suite; initial weights give 1 to 2, and 3 now and then; softplus of logits of deviation 4 costs 1.65, 2.4·ln(2)",
    },
    unseen: {
      value: 4,
      about: "first loss as a multiple of ln(classes), where the logits were not looked at",
      source: "suite; three times comes of usual initial weights now and then",
    },
    numbers: {
      value: 10,
      about: "first loss as a multiple of the targets' variance",
      source:
        "derived: outputs of deviation s and offset b add s² + b² to the variance; initial weights give s of 1 to 2, so 10 is past them; suite",
    },
    size: {
      value: 10,
      about: "largest root mean square of the targets; their inverse is the smallest",
      source: "as of inputs: outputs begin with about 1; suite",
    },
  },
  "class-imbalance": {
    ratio: {
      value: 10,
      about: "examples of the largest class for one of the smallest",
      source: "Buda et al. 2018, arXiv:1710.05381: networks lose from ratios of about 10 on",
    },
    skill: {
      value: 0.3,
      about: "part of guessing's errors (or loss) that the network avoids, below which small classes are given up",
      source: "suite",
    },
  },
  underfitting: {
    lead: {
      value: 0.1,
      about: "part of the network's errors that nearest neighbours do not make",
      source: "suite; at least three deviations of the neighbours' score",
    },
    margin: {
      value: 0.03,
      about: "smallest lead of nearest neighbours that is worth a word, as a part of all examples or of the variance",
      source: "suite; about what 300 examples can tell",
    },
    flat: {
      value: 0.07,
      about: "part of the training loss by which it still falls over the last quarter of the updates",
      source: "suite",
    },
    moved: {
      value: 0.03,
      about: "part of the first loss by which it fell in all; below that nothing was learned, which has other causes",
      source: "suite",
    },
    ownRate: {
      value: 0.1,
      about: "part of the highest rate below which updates say nothing about rest",
      source: "derived: at a tenth of the rate ten times the updates are needed for the same way",
    },
    gap: {
      value: 0.1,
      about: "training score less validation score, above which examples are learned by heart",
      source: "suite",
    },
    least: {
      value: 0.25,
      about: "part of a layer's numbers that dropout lets through, below which it limits the network",
      source: "suite; Srivastava et al. 2014 keep a half or more",
    },
    narrow: {
      value: 2,
      about: "units of a hidden layer that limit the network",
      source: "derived: through two numbers pass no more than borders in a plane",
    },
    hopeless: {
      value: 0.5,
      about: "part of the neighbours' gain over guessing, below which a limited network is an error",
      source: "suite",
    },
  },
  overfitting: {
    fall: {
      value: 0.05,
      about: "fall of the training loss since the best validation loss, as a part of it",
      source: "suite",
    },
    rise: {
      value: 0.1,
      about: "rise of the validation loss above its best, as a part of it",
      source: "suite; Prechelt 1998, Early Stopping – But When?, measures the generalization loss in the same way",
    },
    little: {
      value: 0.05,
      about: "the same, as a part of ln(classes) or of the targets' variance",
      source: "suite",
    },
    much: {
      value: 0.1,
      about: "the same, from where it is a warning",
      source: "suite",
    },
    noise: {
      value: 3,
      about: "rise of the validation loss, in its median change from epoch to epoch",
      source: "suite",
    },
    after: {
      value: 3,
      about: "epochs after the best one",
      source: "Prechelt 1998, Early Stopping – But When?: a few epochs of rise may be noise",
    },
  },
  "non-finite-value": {
    loss: {
      value: 100,
      about: "growth of the loss before the first such value, from which on the run was diverging",
      source: "suite; losses of a run that learns grow by less than 10 between batches",
    },
    weights: {
      value: 30,
      about: "growth of the weights' norm before it, from which on the run was diverging",
      source: "suite; in training from initial weights norms seldom grow by more than a few times",
    },
    skipped: {
      value: 0.2,
      about: "part of the batches left out, from which on the run cannot come to anything",
      source: "suite; one bad example among 640 in batches of 32 makes 0.05",
    },
  },
  "frozen-parameters": {
    probes: {
      value: 3,
      about: "probes at which a gradient is exactly 0, at least",
      source:
        "derived: a last layer that begins at 0 lets nothing through at the first update, and no longer at the third",
    },
    penalty: {
      value: 0.001,
      about: "part by which a gradient may differ from that of the l2 penalty alone",
      source: "derived: rounding of a norm in float32 is below 1e-4",
    },
  },
  "bias-before-batch-norm": {
    ratio: {
      value: 0.001,
      about: "size of the bias's gradient over that of the weights, as root mean squares",
      source: "derived: 0 in exact numbers, Ioffe & Szegedy 2015, arXiv:1502.03167 §3.2; rounding leaves 1e-7 to 1e-6",
    },
  },
  "batch-norm-batch-of-one": {
    examples: {
      value: 4,
      about: "least examples of a batch",
      source:
        "Wu & He 2018, arXiv:1803.08494: the error of ResNet-50 is 23.6 % at 32 examples, 27.3 % at 4 and 34.7 % at 2",
    },
  },
  "exploding-gradients": {
    growth: {
      value: 10,
      about: "growth of the output from the first to the last layer with weights, before the first update",
      source:
        "He et al. 2015, arXiv:1502.01852 §2.2: a factor per layer that is not 1 makes a product exponential in depth; suite",
    },
    perLayer: {
      value: 1.3,
      about: "growth from one layer with weights to the next, on average, from where it is a warning",
      source: "suite; sums of residual branches grow by √2 a block of two such layers, 1.19 a layer",
    },
    much: {
      value: 1000,
      about: "growth in all, from where it is a warning however many layers there are",
      source: "suite",
    },
    layers: {
      value: 4,
      about: "layers with weights, at least",
      source: "suite; growth over fewer is a matter of single layers",
    },
    largestPart: {
      value: 0.6,
      about: "part of the growth, in powers, that two neighbours make up at most",
      source: "derived: of 4 layers growing alike each makes 1/3; one that begins large alone makes 1",
    },
  },
  "vanishing-gradients": {
    ratio: {
      value: 0.001,
      about: "gradient of the first layer over that of the last, root mean squares",
      source:
        "Glorot & Bengio 2010, §4: gradients shrink with each layer back; sigmoids have slope 1/4 at most, so five make 1e-3; suite",
    },
    layers: {
      value: 4,
      about: "layers with weights, at least",
      source: "suite; a fall over fewer is a matter of single layers",
    },
    largestPart: {
      value: 0.6,
      about: "part of the fall, in powers, that two neighbours make up at most",
      source: "derived: of 4 layers falling alike each makes 1/3; a last layer that begins near 0 alone makes 1",
    },
    probes: {
      value: 3,
      about: "probes, at least",
      source: "suite",
    },
  },
  "dead-units": {
    share: {
      value: 0.7,
      about: "part of a layer's units that give 0 for every example, at all later probes",
      source: "suite; healthy runs have up to 0.5",
    },
    probes: {
      value: 3,
      about: "probes, at least",
      source: "derived: a unit awake for 2 % of the examples is silent in 3 batches of 32 with probability 0.14",
    },
    examples: {
      value: 8,
      about: "examples of a batch, at least",
      source: "derived: a unit awake for half of the examples is silent in a batch of 8 with probability 0.004",
    },
    lossLeft: {
      value: 0.05,
      about: "part of the first loss that is left, below which a layer can spare the units",
      source: "suite",
    },
  },
  "saturated-units": {
    share: {
      value: 0.6,
      about: "part of a layer's numbers within 2 % of an end of the range, at all later probes",
      source: "suite; healthy runs have up to 0.32; see Glorot & Bengio 2010, §3",
    },
    probes: {
      value: 3,
      about: "probes, at least",
      source: "suite",
    },
    lossLeft: {
      value: 0.05,
      about: "part of the first loss that is left, below which saturation does no harm",
      source: "suite",
    },
  },
  "accumulation-misconfigured": {
    few: {
      value: 20,
      about: "updates of a whole run, below which it cannot learn, where an update takes more than an epoch",
      source: "suite",
    },
    rest: {
      value: 0.1,
      about: "rate at the last update as a part of the peak, from which on a schedule was cut off",
      source:
        "derived: a cosine or a straight line of twice the run's length ends at half of its peak; usual floors are 0 to 0.1",
    },
    agreement: {
      value: 0.15,
      about: "largest difference between the schedule's length over the run's and the batches an update, as a part",
      source: "derived: floors of a tenth of the peak move the estimate of the length by that much",
    },
    normalized: {
      value: 2,
      about: "examples of a batch, up to which a batch normalization has no deviation to speak of",
      source: "derived: of 2 examples each normalized value is +1 or −1; Wu & He 2018, arXiv:1803.08494, figure 1",
    },
  },
  "clipping-always-active": {
    factor: {
      value: 3,
      about: "gradient norm as a multiple of the clip, above which the clip sets the length of the step",
      source: "suite; Pascanu et al. 2013, arXiv:1211.5063, take half to ten times the usual norm for the clip",
    },
    strong: {
      value: 10,
      about: "the same multiple, median of later probes, from which on it costs much",
      source: "derived: the rate then works as a tenth of itself, as a rate too low by a decade would; suite",
    },
    share: {
      value: 0.9,
      about: "part of all probes, and of later ones, at which it acts",
      source: "suite",
    },
    probes: {
      value: 3,
      about: "probes after the first third of the updates, at least",
      source: "suite",
    },
  },
  "early-stopping-too-eager": {
    planned: {
      value: 0.5,
      about: "part of the planned epochs up to which an end is early",
      source: "suite",
    },
    falling: {
      value: 0.01,
      about:
        "mean fall of the training loss an epoch, as a part of it, over the epochs waited, two at least, from which on the run is still learning",
      source: "suite; two, since what one epoch changes is as often chance",
    },
    patience: {
      value: 2,
      about: "epochs of waiting up to which chance may have decided",
      source:
        "Prechelt 1998, Early Stopping – But When?: validation curves have several local minima, more than two epochs apart",
    },
    doubt: {
      value: 2,
      about: "deviations by chance within which a monitored value is no worse",
      source: "derived: two standard errors of a mean over the validation examples",
    },
  },
  saddle: {
    bent: {
      value: 0.01,
      about: "negative curvature as a part of the largest one",
      source: "suite; eight Lanczos products tell the ends of the spectrum to about a hundredth of its width",
    },
    sharp: {
      value: 1e-3,
      about: "negative curvature as a part of the loss, for weights of size 1",
      source: "suite; below it the loss is flat in every direction",
    },
  },
  ravine: {
    opposite: {
      value: -0.3,
      about:
        "cosine between the gradients of a batch before and after the update, below which the step went across a valley",
      source: "suite; along a curvature c the gradient is multiplied by 1 − rate × c, so that it turns round above 1",
    },
    share: {
      value: 0.35,
      about: "part of the probes with such a turn",
      source: "suite; healthy runs have up to 0.17",
    },
    falls: {
      value: 0.7,
      about: "part of the probes whose loss the update lowers: where it rises instead, the rate is too high",
      source: "derived: rate × curvature below 2 lowers the loss; suite",
    },
    slowest: {
      value: 0.985,
      about: "mean loss of the last quarter as a part of the quarter before, above which there is no progress at all",
      source: "suite",
    },
    fastest: {
      value: 0.5,
      about: "the same part, below which progress is quick enough",
      source: "suite",
    },
    left: {
      value: 0.02,
      about: "mean loss of the last quarter as a part of the first losses, below which the run is as good as done",
      source: "suite",
    },
    halves: {
      value: 0.3,
      about: "mean cosine between the gradients of a batch's halves, below which turns come from noise",
      source: "suite; in ravines it is 0.5 and more, since the walls are the same for every example",
    },
    probes: {
      value: 6,
      about: "probes with a turn, after the third update",
      source: "suite",
    },
  },
  "noisy-gradient": {
    steady: {
      value: 0.95,
      about: "loss of an epoch as a part of that before, below which, twice in a row, it gets on",
      source: "derived: with hundreds of batches an epoch's mean bounces by a few percent",
    },
    fall: {
      value: 0.2,
      about: "fall of its own batch's loss in an update, as a part of it, where the loss as a whole does not fall",
      source: "suite; healthy runs whose loss is at rest have up to 0.16",
    },
    excess: {
      value: 0.5,
      about: "loss that noise adds, estimated by ¼·rate·|g|²/(1 − β), as a part of all",
      source: "derived: the stationary state of SGD on a parabola; Mandt, Hoffman & Blei 2017, arXiv:1704.04289",
    },
    progress: {
      value: 0.85,
      about:
        "mean loss of the last quarter as a part of the quarter before, above which there is no progress to speak of",
      source: "suite; batches of 2 move such means by a tenth",
    },
    level: {
      value: 0.2,
      about: "loss as a part of that of guessing, below which the noise of a good run does no harm",
      source: "suite",
    },
    halves: {
      value: 0.5,
      about: "mean cosine between the gradients of a batch's halves, above which its direction is reliable",
      source: "derived: above it signal is more than noise; McCandlish et al. 2018, arXiv:1812.06162",
    },
    probes: {
      value: 4,
      about: "probes with a turn after the first sixteenth of the updates",
      source: "suite",
    },
  },
  plateau: {
    lower: {
      value: 0.8,
      about: "part of the plateau's loss below which the run was once, so that a long step has thrown it there",
      source: "derived: noise of single batches is averaged out; a fifth of the loss is no accident",
    },
    updates: {
      value: 60,
      about: "updates before which a standstill says nothing",
      source: "suite; a long warmup is over by then, or half of the run is",
    },
    progress: {
      value: 0.97,
      about:
        "mean loss of the last quarter as a part of the quarter before, or of guessing, above which there is no progress",
      source: "suite",
    },
    learned: {
      value: 0.15,
      about: "part of the neighbours' skill over guessing, up to which nothing was learned",
      source: "suite",
    },
    lead: {
      value: 0.1,
      about: "what neighbours must tell beyond guessing",
      source: "suite",
    },
    flat: {
      value: 0.005,
      about: "|gradient|·|weights| of a parameter as a part of the loss, below which it stands on flat ground",
      source: "derived: to first order that much of the loss is at stake when the weights double; suite",
    },
    part: {
      value: 0.5,
      about: "part of the model's weights on such ground",
      source: "suite",
    },
    kept: {
      value: 0.5,
      about: "norm of the weights as a part of the first one, below which something else drew them to 0",
      source: "suite",
    },
  },
  diverging: {
    growth: {
      value: 100,
      about: "loss in that of the first batches, above which a run has left",
      source: "suite; bounded networks whose rate is too high bounce up to some tens of times their first loss",
    },
    weights: {
      value: 3,
      about:
        "norm of the weights in that at the start, or of one update in that of the weights, above which values overflow by growth",
      source: "suite; where a value is not finite at ordinary weights, an operation makes it so",
    },
    row: {
      value: 3,
      about: "batches left out in a row at the end",
      source: "suite; single ones come from single batches",
    },
  },
  "rate-too-high": {
    stride: {
      value: 0.5,
      about: "length of an early update in that of the weights, above which it replaces what the weights began with",
      source: "suite; healthy runs have at most 0.3, and mostly 0.001 to 0.05",
    },
    first: {
      value: 4,
      about: "probes that are early: the first four updates",
      source: "suite",
    },
    raises: {
      value: 0.3,
      about: "part of the updates that raise the loss of their own batch",
      source: "suite; Cohen et al. 2021, arXiv:2103.00065: at the edge of stability single ones do in good runs, too",
    },
    overshoots: {
      value: 0.4,
      about: "part of the updates that go past the lowest place in their direction",
      source: "suite; past twice that way the loss is higher than before, by the parabola through both slopes",
    },
    thrown: {
      value: 1.5,
      about: "loss of the batch after such an update, in that before",
      source: "suite; short weights that grow, as after a tiny initialization, do no harm",
    },
    turns: {
      value: 4,
      about: "probes with a turn, without which nothing is said",
      source: "suite",
    },
    left: {
      value: 0.05,
      about: "mean loss of the last tenth in that at the start, below which the run came to something",
      source: "suite",
    },
  },
  "warmup-missing": {
    begin: {
      value: 0.5,
      about:
        "first rate in the peak of the plan, from which there is no warmup; later rate in the first, that is as high",
      source: "suite",
    },
    excess: {
      value: 0.05,
      about: "loss above that of the start until it is back, over the planned updates, in that of the start",
      source: "suite; as much as if a twentieth of the run were spent at twice the loss of its start",
    },
    learned: {
      value: 0.5,
      about: "mean loss of the last tenth in that at the start, below which the rate suits later",
      source: "suite",
    },
    lengthened: {
      value: 3,
      about:
        "root mean square of a weight's change in the rate, above which the optimizer makes its first updates longer",
      source:
        "derived: averages of squares that begin at 0 make the first 1/√(1 − ρ) times as long, 3.2 for ρ = 0.9 and 10 for 0.99; Adam's is 1",
    },
  },
  "decay-too-strong": {
    share: {
      value: 0.3,
      about:
        "pull of the decay in the norm of the whole update, or of the penalty in that of the gradient: upper quarter",
      source:
        "derived: where decay balances noise it is √(ηλ/2), below 0.07 for ηλ < 0.01; Kosson et al. 2023, arXiv:2305.17212",
    },
    shrunk: {
      value: 0.6,
      about: "norm of the weights in that at the start",
      source: "suite; healthy runs have 0.8 to 3",
    },
    high: {
      value: 0.1,
      about: "mean loss of the last tenth in that at the start, below which the run came to something",
      source: "suite",
    },
    updates: {
      value: 50,
      about: "updates before which nothing is said",
      source: "suite",
    },
  },
  "schedule-decays-too-early": {
    low: {
      value: 0.05,
      about: "rate in its peak, below which it is near 0",
      source: "suite; one step of ten times less is common and stays above",
    },
    remaining: {
      value: 0.4,
      about: "part of the updates that remain",
      source: "suite; steps at a third and two thirds leave a third, a cosine over the whole run a seventh",
    },
    waited: {
      value: 0.1,
      about: "part of the updates made at such a rate before something is said",
      source: "suite",
    },
    high: {
      value: 0.05,
      about: "mean loss of the last tenth in that at the start, below which the run came to something",
      source: "suite",
    },
    ahead: {
      value: 0.2,
      about: "what the loss would fall by in the rest of the run, going on as before, as a part of it",
      source: "suite",
    },
    brief: {
      value: 0.15,
      about: "part of the updates, before which it is too early whatever the loss did",
      source: "suite",
    },
    sure: {
      value: 3,
      about: "fall of the loss before, in its standard deviations",
      source: "derived: the line of least squares through noise is steeper once in 700 runs",
    },
  },
  "rate-too-low": {
    bend: {
      value: 0.012,
      about: "way that an update goes to the lowest place in its direction, as a part: median",
      source: "suite; healthy runs have 0.02 to 1; 1 is the lowest place, and from 2 on the loss rises",
    },
    stride: {
      value: 8e-4,
      about: "length of an update in that of the weights: median",
      source: "suite; half of what the shortest updates of healthy runs have",
    },
    turns: {
      value: 6,
      about: "probes with a turn near the peak of the rate",
      source: "suite",
    },
    updates: {
      value: 40,
      about: "updates before which nothing is said",
      source: "suite",
    },
    high: {
      value: 0.3,
      about: "mean loss of the last tenth in that at the start, below which the run came to something",
      source: "suite",
    },
    low: {
      value: 0.1,
      about: "the same of a run whose loss still falls, below which that came to something, too",
      source: "suite",
    },
    falling: {
      value: 0.1,
      about: "part of the loss by which it still falls from the third quarter to the last, by more than chance",
      source: "suite",
    },
    fall: {
      value: 0.3,
      about: "what the loss would fall by with longer updates, to first order, as a part of it",
      source: "suite; a run that stands still on flat ground would gain nothing",
    },
  },
} as const satisfies Partial<Readonly<Record<FindingId, Readonly<Record<string, Threshold>>>>>;

export interface Threshold {
  readonly value: number;
  /** What it bounds, with its unit. */
  readonly about: string;
  /** A paper, a derivation, or "suite". */
  readonly source: string;
}
