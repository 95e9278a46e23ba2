import { describe, expect, it } from "vitest";
import { compared, comparisonFacts, comparisonTable } from "./compare.ts";
import { workloads } from "./workloads.ts";

const workload = workloads[workloads.findIndex(({ name }) => name === "mlp")];

describe("compared", () => {
  it("measures in turns, and takes the ratio of neighbours", async () => {
    const asked: unknown[] = [];
    const times = [4, 2, 8, 5];
    const result = await compared(workload, { threads: 3, blas: "off", seconds: 1 }, async (...call) => {
      asked.push(call);
      return times[asked.length - 1];
    });
    expect(asked).toEqual([
      ["mlp", { threads: 1, blas: "off", seconds: 0.5 }],
      ["mlp", { threads: 3, blas: "off", seconds: 0.5 }],
      ["mlp", { threads: 1, blas: "off", seconds: 0.5 }],
      ["mlp", { threads: 3, blas: "off", seconds: 0.5 }],
    ]);
    expect(comparisonFacts(result)).toEqual({
      name: "mlp",
      title: workload.title,
      oneThreadMilliseconds: 6,
      allThreadsMilliseconds: 3.5,
      speedUp: 1.8,
    });
    const [headings, line] = comparisonTable([result], 3);
    expect(headings.trim().split(/ {2,}/)).toEqual(["1 thread", "3 threads", "speed-up"]);
    expect(line).toMatch(/ {2}6\.00 ms {4,}3\.50 ms {5,}1\.80×$/);
  });
});
