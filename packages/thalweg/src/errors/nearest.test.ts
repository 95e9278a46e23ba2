import { expect, it } from "vitest";
import { editDistance, nearest, suggestion } from "./nearest.ts";

it("counts changes, insertions and deletions", () => {
  expect(editDistance("kitten", "sitting")).toBe(3);
  expect(editDistance("", "abc")).toBe(3);
  expect(editDistance("same", "same")).toBe(0);
});

it("finds the name that was meant, if any", () => {
  expect(nearest("warmup-cosine", ["cosine", "warmupCosine", "warmup"])).toBe("warmupCosine");
  expect(nearest("mnist", ["garments", "fashion-mnist"])).toBe("fashion-mnist");
  expect(nearest("cos", ["constant", "cosine", "cosine-restarts"])).toBe("cosine");
  expect(nearest("zzzzzzzz", ["cosine", "warmup"])).toBeUndefined();
  expect(suggestion("zzzzzzzz", ["cosine", "warmup"])).toBe("; there are cosine, warmup");
});
