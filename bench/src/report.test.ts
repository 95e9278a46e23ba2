import { describe, expect, it } from "vitest";
import type { Outcome } from "./compare.ts";
import { markdownOf, ratiosOf } from "./report.ts";

const measured = (key: string, median: number): Outcome => ({
  kind: "measured",
  key,
  results: [1, 0.5, 0.25],
  timing: { median, lowest: median - 0.5, highest: median + 1 },
});

const comparisons = [
  {
    key: "mlp",
    title: "MLP: one step",
    outcomes: [measured("thalweg", 2), measured("thalweg-blas", 1), measured("torch", 4), measured("jax", 8)],
  },
  {
    key: "cnn",
    title: "CNN: one step",
    outcomes: [
      measured("thalweg", 120),
      measured("torch", 60),
      { kind: "unable", key: "jax", reason: "no answer within 40 s" } as const,
    ],
  },
];

const report = {
  machine: { cpu: "Abacus", cores: 2, platform: "linux x64", node: "v20.20.0", load: 0.1 },
  threads: 2,
  sides: {
    thalweg: { name: "Thalweg", version: "0.1.0", threads: 2 },
    "thalweg-blas": { name: "Thalweg", version: "0.1.0", threads: 2, blas: "OpenBLAS" },
    torch: { name: "PyTorch", version: "2", threads: 2 },
    jax: { name: "jax-js", version: "0.1", threads: 1 },
  },
  absent: { "tf-cpu": "left out" },
  comparisons,
};

describe("report", () => {
  it("has our time over everybody else's", () => {
    expect(comparisons.map(ratiosOf)).toEqual([
      { key: "mlp", ratios: { thalweg: { torch: 0.5, jax: 0.25 }, "thalweg-blas": { torch: 0.25, jax: 0.125 } } },
      { key: "cnn", ratios: { thalweg: { torch: 2 } } },
    ]);
  });

  it("shows times, ratios, results, and why something is missing", () => {
    const text = markdownOf(report);
    for (const line of [
      "Abacus, 2 cores, linux x64, Node v20.20.0. Each side runs in a process of its own, in turns.",
      "- Thalweg 0.1.0, 2 threads, OpenBLAS",
      "- jax-js 0.1, 1 thread",
      "- tf-cpu: left out",
      "| ms a call     | Thalweg             | Thalweg with BLAS | PyTorch          | jax-js           |",
      "| MLP: one step | 2.00 (1.50–3.00)    | 1.00 (0.50–2.00)  | 4.00 (3.50–5.00) | 8.00 (7.50–9.00) |",
      "| CNN: one step | 120.0 (119.5–121.0) | –                 | 60.0 (59.5–61.0) | –                |",
      '- jax-js has no time because of "no answer within 40 s": CNN: one step',
      "| task          | Thalweg with BLAS / PyTorch | Thalweg / PyTorch | Thalweg / jax-js |",
      "| MLP: one step | 25 %                        | 50 %              | 25 %             |",
      "| CNN: one step | –                           | 200 %             | –                |",
      "- CNN: one step: Thalweg 1.000000, 0.500000, 0.250000; PyTorch 1.000000, 0.500000, 0.250000",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).not.toContain("preliminary");
    expect(markdownOf({ ...report, machine: { ...report.machine, load: 2 } })).toContain("preliminary");
  });
});
