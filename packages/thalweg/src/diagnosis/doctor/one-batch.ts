import type { Dataset } from "../../data/index.ts";
import { exampleCount } from "../../data/index.ts";
import { adam } from "../../optimizers/index.ts";
import { Trainer, type TrainerOptions } from "../../training/index.ts";
import { showNumber } from "../describe.ts";
import type { Outcome } from "./check.ts";

/** Updates in which a few examples can be learned by heart. */
const mostUpdates = 400;
/** Fewer tell nothing. */
const fewestUpdates = 50;
/** Part of the way from the first loss to the best possible one that counts as learned. */
const learnedShare = 0.8;
/** Part of the classes that must be told rightly otherwise: smoothed labels keep the loss away from 0. */
const learnedClasses = 0.97;

/** Part of the first loss below which a run was on its way when time was up; of slow models no more can be told. */
const onItsWay = 0.9;

interface Attempt {
  readonly first: number;
  readonly last: number;
  readonly updates: number;
  readonly learned: boolean;
  readonly outOfTime: boolean;
}

/**
 * Whether the model learns a few examples by heart: what cannot do that has a fault in the model, the loss or the rate.
 * Tried with the given optimizer at its highest planned rate, then with Adam.
 */
export const learnOneBatch = async (
  options: TrainerOptions,
  batch: Dataset,
  { rate, milliseconds }: { readonly rate: number | undefined; readonly milliseconds: number },
): Promise<Outcome> => {
  const count = exampleCount(batch);
  const own = await attempt(options, batch, rate, milliseconds);
  const told = ({ first, last, updates }: Attempt): string =>
    `from loss ${showNumber(first)} to ${showNumber(last)} in ${updates} updates`;
  if (own.learned) return { passed: true, sentence: `${count} examples are learned by heart, ${told(own)}` };
  if (own.outOfTime && own.updates < fewestUpdates) {
    return {
      passed: true,
      sentence: `time was up after ${own.updates} updates, which tells nothing; give it more seconds`,
    };
  }
  // That Adam is faster is no fault.
  if (own.outOfTime && own.last < onItsWay * own.first) {
    return {
      passed: true,
      sentence: `${count} examples were on their way to be learned by heart when time was up, ${told(own)}`,
    };
  }
  const { optimizer: _, clip: __, ...rest } = options;
  const other = await attempt(
    { ...rest, l2: 0, l1: 0, optimizer: adam({ learningRate: 3e-3 }) },
    batch,
    undefined,
    milliseconds,
  );
  if (other.learned) {
    return {
      passed: false,
      sentence: `${count} examples are not learned by heart, ${told(own)}, and Adam at 0.003 learns them, ${told(other)}`,
      remedies: [
        "choose another rate or optimizer: thalweg find-lr finds a rate",
        "leave out weight decay and clipping",
      ],
    };
  }
  return {
    passed: false,
    sentence: `${count} examples are not learned by heart, ${told(own)}, nor by Adam, ${told(other)}`,
    remedies: [
      "look at the model and the loss: can its output be what the targets are, does every layer let the input through?",
      "make the model larger",
      "look at the data: equal inputs with different targets cannot be learned",
    ],
  };
};

const attempt = async (
  options: TrainerOptions,
  batch: Dataset,
  rate: number | undefined,
  milliseconds: number,
): Promise<Attempt> => {
  const start = performance.now();
  const trainer = new Trainer({ ...options, inputShape: batch.inputs.shape.slice(1), skipLimit: mostUpdates });
  if (rate !== undefined) trainer.learningRate = rate;
  const losses: number[] = [];
  let learned = false;
  const outOfTime = (): boolean => performance.now() - start > milliseconds;
  const { loss } = options;
  const floor = loss.expects === "values" ? 0 : undefined;
  await trainer.fit(batch, {
    epochs: mostUpdates,
    batchSize: "all",
    callbacks: [
      {
        async onStepEnd({ loss: now }, fitting) {
          losses.push(now);
          if (outOfTime()) fitting.stop("time is up");
          if (losses.length % 10 !== 0) return;
          learned =
            isLearned(losses[0], now, floor) ||
            (floor === undefined && (await toldRightly(trainer, batch)) >= learnedClasses);
          if (learned) fitting.stop("learned");
        },
      },
    ],
  });
  return { first: losses[0], last: losses[losses.length - 1], updates: losses.length, learned, outOfTime: outOfTime() };
};

const isLearned = (first: number, last: number, floor: number | undefined): boolean =>
  last <= (floor ?? 0) + (1 - learnedShare) * (first - (floor ?? 0));

/** Part of the labels that the model tells, where targets are labels; 0 where they are not. */
const toldRightly = async (trainer: Trainer, { inputs, targets }: Dataset): Promise<number> => {
  const output = await trainer.predict(inputs);
  const classes = output.shape[output.shape.length - 1];
  const labels = targets.values;
  if (output.size !== labels.length * classes || classes < 2) return 0;
  const best = await output.argmax(-1).data();
  let right = 0;
  for (let index = 0; index < labels.length; index++) if (best[index] === labels[index]) right++;
  return right / labels.length;
};
