import { historyCsv } from "thalweg/training";
import { expect, it } from "vitest";
import { courseFigures, parseHistory } from "./curves.ts";

const epoch = (number: number, loss: number) => ({
  epoch: number,
  step: 4 * number,
  loss,
  metrics: { accuracy: 1 - loss / 4 },
  validation: { loss: loss + 0.5, metrics: { accuracy: 0.25 } },
  learningRate: 0.001,
  seconds: 1,
  skipped: 0,
});

it("reads back what a run wrote", () => {
  const history = parseHistory(historyCsv([epoch(1, 2), epoch(2, 1)]));
  expect(history.get("epoch")).toEqual([1, 2]);
  expect(history.get("loss")).toEqual([2, 1]);
  expect(history.get("validationLoss")).toEqual([2.5, 1.5]);
  expect(parseHistory("epoch,loss\n1,\n2,NaN\n").get("loss")).toEqual([Number.NaN, Number.NaN]);
  expect(parseHistory("").size).toBe(1);
});

it("draws loss and metrics of all runs, those of validation data dashed", () => {
  const courses = ["A", "B"].map((label) => ({ label, history: parseHistory(historyCsv([epoch(1, 2), epoch(2, 1)])) }));
  const [loss, accuracy, ...others] = courseFigures(courses, ": A and B");
  expect(others).toEqual([]);
  expect([loss.title, accuracy.title]).toEqual(["Loss: A and B", "Accuracy: A and B"]);
  expect([loss.x.label, loss.y.log, accuracy.y.log]).toEqual(["epoch", true, false]);
  expect(loss.series.map(({ name, dashed }) => [name, dashed])).toEqual([
    ["A, training", false],
    ["A, validation", true],
    ["B, training", false],
    ["B, validation", true],
  ]);
  expect(loss.series[1].points).toEqual([
    [1, 2.5],
    [2, 1.5],
  ]);
});

it("draws trials on surfaces over updates, and losses below 0 on a linear scale", () => {
  const [figure] = courseFigures([{ label: "A", history: parseHistory("update,loss\n0,3\n10,-1\n") }]);
  expect([figure.x.label, figure.y.log, figure.series[0].name]).toEqual(["update", false, "A"]);
  expect(courseFigures([{ label: "A", history: parseHistory("epoch,loss\n") }])).toEqual([]);
});
