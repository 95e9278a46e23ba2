import { describe, expect, it } from "vitest";
import { chosen } from "./chosen.ts";
import { workloadNames } from "./workloads.ts";

const plain = { compare: false, memory: false };
const names = (...choice: Parameters<typeof chosen>) => chosen(...choice).map(({ name }) => name);

describe("chosen", () => {
  it("is everything, or what is named, in its usual order", () => {
    expect(names(plain)).toEqual(workloadNames);
    expect(names({ ...plain, only: ["cnn", "mlp", "mlp"] })).toEqual(["mlp", "cnn"]);
  });

  it("is steps where memory is asked for, and what threads share in comparisons", () => {
    expect(names({ ...plain, memory: true })).toEqual(["mlp", "cnn", "transformer", "adam"]);
    expect(names({ ...plain, compare: true })).not.toContain("small");
    expect(names({ ...plain, compare: true })).not.toContain("peak-thread");
  });

  it("refuses what does not go together", () => {
    expect(() => chosen({ memory: true, compare: true })).toThrow("--compare: cannot go with --memory");
    expect(() => chosen({ ...plain, memory: true, only: ["peak"] })).toThrow(
      "--only: --memory takes mlp, cnn, transformer, adam, got peak; leave it out",
    );
    expect(() => chosen({ ...plain, compare: true, only: ["small"] })).toThrow("--only: --compare takes peak, product");
  });
});
