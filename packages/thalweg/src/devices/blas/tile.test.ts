import { expect, it } from "vitest";
import { tileOf } from "./tile.ts";

it("keeps a small product whole", () => {
  expect(tileOf(128, 10, 128, false)).toEqual({ rows: 128, columns: 10 });
});

it("gives eight threads work, in squares", () => {
  expect(tileOf(512, 512, 512, false)).toEqual({ rows: 128, columns: 256 });
  expect(tileOf(128, 256, 784, false)).toEqual({ rows: 64, columns: 64 });
});

it("splits long sides, and the rows alone of what is gathered", () => {
  expect(tileOf(2048, 96, 128, false)).toEqual({ rows: 256, columns: 96 });
  expect(tileOf(800, 64, 25088, true)).toEqual({ rows: 104, columns: 64 });
});
