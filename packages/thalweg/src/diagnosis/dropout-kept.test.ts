import { expect, it } from "vitest";
import { keptByDropout } from "./dropout-kept.ts";
import { layerProbe, probeAt } from "./testing/seen.ts";

const layer = (path: string, kind = path) => ({ path, kind, outputShape: [8], parameters: {} });

it("counts what dropout lets through beside what was 0 before", () => {
  const layers = [
    layer("dense"),
    layer("relu"),
    layer("dropout"),
    layer("dense_1", "dense"),
    layer("dropout_1", "dropout"),
  ];
  const probe = probeAt(1, {
    layers: [
      layerProbe("dense"),
      layerProbe("relu", { zeros: 0.5 }),
      layerProbe("dropout", { zeros: 0.9 }),
      layerProbe("dense_1"),
      layerProbe("dropout_1", { zeros: 0.3 }),
    ],
  });
  const [first, second] = keptByDropout(layers, probe);
  expect(first).toBeCloseTo(0.2, 14);
  expect(second).toBeCloseTo(0.7, 14);
  expect(keptByDropout(layers.slice(0, 2), probe)).toEqual([]);
  expect(keptByDropout(layers, undefined)).toEqual([1, 1]);
});
