import { expect, it } from "vitest";
import { standing } from "../testing/standing.ts";
import { plateau } from "./plateau.ts";
import { saddle } from "./saddle.ts";

it("is a saddle where something does: by 1 % of the largest curvature and 0.1 % of the loss", () => {
  expect(saddle.judge(standing({ smallest: -0.0024 }))).toBeUndefined();
  expect(plateau.judge(standing({ smallest: -0.0024 }))).toBeDefined();
  const verdict = saddle.judge(standing({ smallest: -0.0026 }));
  expect(verdict?.evidence[0]).toEqual({ what: "smallest curvature", value: -0.0026, limit: -0.0025 });
  expect(plateau.judge(standing({ smallest: -0.0026 }))).toBeUndefined();
  expect(saddle.judge(standing({ smallest: -6.9e-4, largest: 0 }))).toBeUndefined();
  expect(saddle.judge(standing({ smallest: -7e-4, largest: 0 }))).toBeDefined();
});

it("says where the way leads down, and how to begin elsewhere", () => {
  const verdict = saddle.judge(standing({ smallest: -0.1 }));
  expect(verdict?.sentence).toContain(
    "at a loss of 0.693 the gradient is almost 0, but the loss bends down (curvature -0.1)",
  );
  expect(verdict?.remedies[0]).toContain("heNormal()");
});
