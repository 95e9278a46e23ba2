import { type Dataset, garments, rescale, standardizer } from "thalweg/data";
import { dense, flatten, relu, sequential } from "thalweg/layers";
import { crossEntropy } from "thalweg/losses";
import { adam } from "thalweg/optimizers";
import { Generator } from "thalweg/random";
import { type EpochRecord, earlyStopping, Trainer } from "thalweg/training";
import type { Place } from "../pictures/figure.ts";
import { showScore } from "../report/numbers.ts";
import type { Findings, Lesson } from "./lesson.ts";

const [examples, epochs, patience] = [300, 30, 6];

/** Garments of which every fifth has a wrong label, as in data that people have labelled in a hurry. */
const mislabelled = (source: Dataset): Dataset => {
  const random = new Generator(0, "lesson");
  const labels = Array.from(source.targets.values, (label, index) =>
    index % 5 === 0 ? (Number(label) + 1 + random.integer(9)) % 10 : Number(label),
  );
  return { ...source, targets: { values: Int32Array.from(labels), shape: source.targets.shape } };
};

const fit = async (train: Dataset, validation: Dataset, isStopped: boolean): Promise<readonly EpochRecord[]> => {
  const model = sequential([flatten(), dense(128), relu(), dense(10)]);
  const trainer = new Trainer({ model, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-3 }), seed: 0 });
  const callbacks = isStopped ? [earlyStopping({ patience })] : [];
  return (await trainer.fit(train, { epochs, batchSize: 50, validation, callbacks })).epochs;
};

const bestOf = (records: readonly EpochRecord[]): EpochRecord =>
  records.reduce((a, b) => (validationLoss(b) < validationLoss(a) ? b : a));

const validationLoss = ({ validation }: EpochRecord): number => validation?.loss ?? Number.NaN;

const run = async (): Promise<Findings> => {
  const drawn = garments({ train: examples, test: 300, seed: 0 });
  const rescaled = rescale(drawn.train);
  const scale = standardizer(rescaled);
  const [train, validation] = [mislabelled(scale.apply(rescaled)), scale.apply(rescale(drawn.test))];
  const all = await fit(train, validation, false);
  const stopped = await fit(train, validation, true);
  const best = bestOf(all);
  const kept = bestOf(stopped);
  const last = all[all.length - 1];
  const shown = [all[0], best, stopped[stopped.length - 1], last];
  return {
    table: {
      head: ["epoch", "training loss", "validation loss"],
      rows: shown.map((record) => [String(record.epoch), showScore(record.loss), showScore(validationLoss(record))]),
    },
    figures: [
      {
        kind: "line",
        title: "Learning 300 garments, every fifth with a wrong label",
        x: { label: "epoch" },
        y: { label: "loss" },
        series: [
          { name: "training", points: all.map(({ epoch, loss }): Place => [epoch, loss]) },
          { name: "validation", points: all.map((record): Place => [record.epoch, validationLoss(record)]) },
        ],
        marks: [
          { x: best.epoch, text: "best" },
          { x: stopped.length, text: "stops" },
        ],
      },
    ],
    sees: [
      `The training loss falls all the way to ${showScore(last.loss)}: the network learns the wrong labels by heart.`,
      `The validation loss is lowest after epoch ${best.epoch} (${showScore(validationLoss(best))}) and has risen to ${showScore(validationLoss(last))} at the end.`,
      `Early stopping with a patience of ${patience} ends after epoch ${stopped.length} and goes back to the weights of epoch ${kept.epoch}.`,
      "The distance between the curves is the generalization gap. Choose settings by validation data and use test data once, at the end.",
    ],
    numbers: {
      "best epoch": best.epoch,
      "stopped after": stopped.length,
      "kept epoch": kept.epoch,
      "best validation": validationLoss(best),
      "last validation": validationLoss(last),
      "last training": last.loss,
    },
  };
};

export const earlyStoppingLesson: Lesson = {
  name: "early-stopping",
  title: "Overfitting and early stopping",
  about: [
    "A network with more weights than examples can learn anything by heart, mistakes included. On data it has not seen it then does worse.",
    "Three hundred drawn garments are learned for thirty epochs; every fifth has a wrong label.",
  ],
  run,
  command: "thalweg train garments --train-examples 500 --validation-split 0.2 --epochs 5",
  terms: ["overfitting", "early stopping", "patience", "generalization gap", "validation set"],
};
