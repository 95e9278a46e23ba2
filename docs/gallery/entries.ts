/** A command of the gallery and what is shown of it. */
export interface Entry {
  /** The name of its pictures. */
  readonly name: string;
  readonly title: string;
  readonly command: string;
  /** Which pictures of the command are shown, counted from 1. */
  readonly pictures: readonly number[];
  /** Commands that must have run before. */
  readonly after?: readonly string[];
}

const small = "thalweg train garments --train-examples 500 --epochs 3 --hidden 16 --keep-path 30 --run-dir run";

/** Small settings, so that all of it is drawn in a minute or two. */
export const entries: readonly Entry[] = [
  {
    name: "compare",
    title: "Optimizers in a bent valley, each at its best rate",
    command: "thalweg compare rosenbrock --optimizers gd,momentum,rmsprop,adam --steps 1000 --tune",
    pictures: [1, 2, 3],
  },
  {
    name: "ravine",
    title: "Zig-zag in a ravine",
    command: "thalweg compare ravine --optimizers gd,momentum,adam --steps 60 --rates 0.019",
    pictures: [2],
  },
  {
    name: "momentum",
    title: "Momentum on Rosenbrock",
    command: "thalweg compare rosenbrock --optimizers momentum --rates 1e-4 --momentum 0,0.5,0.9,0.99",
    pictures: [1],
  },
  { name: "saddle", title: "Away from a saddle", command: "thalweg saddle", pictures: [1, 2] },
  { name: "average", title: "Exponentially weighted averages", command: "thalweg average", pictures: [1] },
  {
    name: "schedules",
    title: "Schedules compared",
    command: "thalweg schedules --compare constant,cosine,step,warmup-cosine",
    pictures: [1, 2],
  },
  { name: "batches", title: "Batch sizes", command: "thalweg compare --batch-sizes all,1,32,256", pictures: [1] },
  {
    name: "sweep",
    title: "A sweep of rates and momentum",
    command:
      "thalweg sweep rosenbrock --optimizer momentum --vary learning-rate=1e-5..1e-2:log --vary momentum=0.5..0.99 --search random --trials 24 --steps 500 --dir sweep",
    pictures: [1, 2],
  },
  {
    name: "find-lr",
    title: "The rate finder",
    command: "thalweg find-lr garments --train-examples 2000",
    pictures: [1],
  },
  {
    name: "landscape",
    title: "The loss around a trained network",
    command: "thalweg landscape run --directions path --grid 21 --examples 200",
    pictures: [1, 2],
    after: [small],
  },
];
