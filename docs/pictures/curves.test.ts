import { expect, it } from "vitest";
import { chartElements } from "./curves.ts";

it("puts values where the marks of the axis are", () => {
  const elements = chartElements(
    {
      title: "Loss",
      unit: "nats",
      curves: [{ name: "training", values: [1, 0.5, 0] }],
      marks: [0, 0.5, 1],
      show: (mark) => mark.toFixed(1),
    },
    { left: 100, top: 50, width: 200, height: 80 },
  );
  expect(elements).toContain('<polyline points="100,50 200,90 300,130" class="curve training"/>');
  expect(elements).toContain('<text x="92" y="94" class="label end">0.5</text>');
  expect(elements).toContain('<text x="200" y="168" class="label middle">epoch</text>');
  expect(elements).toContain('<text x="309" y="134" class="name">training</text>');
});
