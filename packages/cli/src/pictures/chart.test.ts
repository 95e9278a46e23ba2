import { expect, it } from "vitest";
import { chartElements } from "./chart.ts";

it("puts values where the marks of the axes are", () => {
  const elements = chartElements(
    {
      title: "Loss",
      unit: "nats",
      steps: "epoch",
      curves: [
        {
          name: "training",
          colour: 1,
          points: [
            [1, 1],
            [2, 0.5],
            [3, 0],
          ],
        },
      ],
      x: { from: 1, to: 3, marks: [1, 2, 3], show: String },
      y: { from: 0, to: 1, marks: [0, 0.5, 1], show: (mark) => mark.toFixed(1) },
    },
    { left: 100, top: 50, width: 200, height: 80 },
  );
  expect(elements).toContain('<polyline points="100,50 200,90 300,130" class="curve c1"/>');
  expect(elements).toContain('<text x="92" y="94" class="label end">0.5</text>');
  expect(elements).toContain('<text x="200" y="148" class="label middle">2</text>');
  expect(elements).toContain('<text x="200" y="168" class="label middle">epoch</text>');
  expect(elements).toContain('<text x="309" y="134" class="name">training</text>');
});
