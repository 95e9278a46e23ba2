import { describe, expect, it } from "vitest";
import { timed } from "./timing.ts";

const nothing = (): void => {};

describe("timed", () => {
  it("measures for so long, a piece of the work at a time", async () => {
    let calls = 0;
    const run = async () => {
      const until = performance.now() + (calls++ === 0 ? 40 : 2);
      while (performance.now() < until);
    };
    const timing = await timed({ run, pieces: 2 }, 0.05, nothing);
    expect(calls).toBeGreaterThan(timing.samples);
    expect(timing.samples).toBeGreaterThanOrEqual(3);
    expect(timing.lowest).toBeGreaterThanOrEqual(0.99);
    expect(timing.median).toBeGreaterThanOrEqual(timing.lowest);
    expect(timing.highest).toBeGreaterThanOrEqual(timing.median);
    expect(timing.startup).toBeGreaterThan(20);
  });

  it("takes a few samples however little time there is", async () => {
    expect((await timed({ run: async () => {} }, 1e-9, nothing)).samples).toBe(3);
  });

  it("ends when it is told to", async () => {
    let calls = 0;
    const check = () => {
      if (++calls === 5) throw new Error("enough");
    };
    await expect(timed({ run: async () => {} }, 1000, check)).rejects.toThrow("enough");
  });
});
