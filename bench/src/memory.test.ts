import { expect, it } from "vitest";
import { type Memory, memoryText } from "./memory.ts";

it("shows peaks in MiB, and ours in terms of PyTorch's", () => {
  const machine = { cpu: "Abacus", cores: 2, platform: "linux x64", node: "v20.20.0", load: 0 };
  const rows: Memory["rows"] = [
    { key: "cnn", title: "CNN", peaks: { thalweg: 3 * 2 ** 20, torch: 2 * 2 ** 20 } },
    { key: "transformer", title: "Transformer", peaks: { thalweg: 2 ** 20 } },
  ];
  const text = memoryText({ machine, absent: { "thalweg-blas": "no system BLAS was found" }, rows });
  expect(text.split("\n")).toEqual([
    "Abacus, 2 cores, linux x64, Node v20.20.0.",
    "- thalweg-blas: no system BLAS was found",
    "",
    "| MiB at the peak | thalweg | torch | thalweg / torch |",
    "|-----------------|---------|-------|-----------------|",
    "| CNN             | 3       | 2     | 1.50×           |",
    "| Transformer     | 1       | –     | –               |",
  ]);
});
