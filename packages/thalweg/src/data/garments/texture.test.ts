import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { side } from "./canvas.ts";
import { randomTexture } from "./texture.ts";

describe("randomTexture", () => {
  it("varies brightness about 1, within half up or down", () => {
    let sum = 0;
    let varied = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const texture = randomTexture(new Generator(seed));
      const values = Array.from({ length: side * side }, (_, pixel) => texture(pixel % side, Math.floor(pixel / side)));
      expect(Math.min(...values)).toBeGreaterThan(0.5);
      expect(Math.max(...values)).toBeLessThan(1.5);
      sum += values.reduce((total, value) => total + value, 0) / values.length;
      if (new Set(values).size > 1) varied += 1;
    }
    expect(sum / 200).toBeCloseTo(1, 1);
    expect(varied).toBeGreaterThan(100);
    expect(varied).toBeLessThan(170);
  });
});
