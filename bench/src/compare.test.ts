import { describe, expect, it } from "vitest";
import { compare, type Entrant, median } from "./compare.ts";

const sampling = { rounds: 4, calls: 3, rest: 0 };

/** A side that says the same at every call, and writes down its turns. */
const entrant = (key: string, value: number, milliseconds: number, turns: string[] = []): Entrant => ({
  key,
  name: key,
  prepare: async () => undefined,
  run: async (calls) => {
    turns.push(`${key} ${calls}`);
    return Array.from({ length: calls }, () => milliseconds);
  },
  result: async () => value,
  release: async () => {},
});

describe("compare", () => {
  it("measures sides in turns, with fewer calls of those that take long", async () => {
    const turns: string[] = [];
    const outcomes = await compare([entrant("a", 1, 2, turns), entrant("b", 1.0001, 600, turns)], sampling);
    expect(outcomes).toEqual([
      { kind: "measured", key: "a", results: [1, 1, 1], timing: { median: 2, lowest: 2, highest: 2 } },
      {
        kind: "measured",
        key: "b",
        results: [1.0001, 1.0001, 1.0001],
        timing: { median: 600, lowest: 600, highest: 600 },
      },
    ]);
    expect(turns.slice(-8)).toEqual(["a 3", "b 1", "b 1", "a 3", "a 3", "b 1", "b 1", "a 3"]);
  });

  it("gives a side that takes very long one turn", async () => {
    const turns: string[] = [];
    await compare([entrant("a", 1, 2), entrant("b", 1, 20_000, turns)], sampling);
    expect(turns).toEqual(["b 1", "b 1", "b 1", "b 1", "b 1"]);
  });

  it("passes on why a side cannot", async () => {
    const unable = { ...entrant("b", 1, 1), prepare: async () => "it has no such thing" };
    const [first, second] = await compare([entrant("a", 1, 1), unable], sampling);
    expect(first.kind).toBe("measured");
    expect(second).toEqual({ kind: "unable", key: "b", reason: "it has no such thing" });
  });

  it("leaves out a side that fails at its first call", async () => {
    const failing = {
      ...entrant("b", 1, 1),
      run: async () => {
        throw new Error("no answer within 40 s");
      },
    };
    const [, second] = await compare([entrant("a", 1, 1), failing], sampling);
    expect(second).toEqual({ kind: "unable", key: "b", reason: "no answer within 40 s" });
    await expect(compare([failing, entrant("a", 1, 1)], sampling)).rejects.toThrow("b: no answer within 40 s");
  });

  it("refuses sides that do different work", async () => {
    const against = (value: number) => compare([entrant("a", 1, 1), entrant("b", value, 1)], sampling);
    await expect(against(1.1)).rejects.toThrow("call 1: the sides do different work: 1 by a, 1.1 by b");
    await expect(against(Number.NaN)).rejects.toThrow(/different work/);
  });

  it("takes the middle of what it measured", () => {
    expect(median([10, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
  });
});
