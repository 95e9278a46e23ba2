import { describe, expect, it } from "vitest";
import { resizeImage } from "./resize.ts";

const row = (...values: number[]) => ({
  width: values.length,
  height: 1,
  channels: 1,
  values: Float32Array.from(values),
});

describe("resizeImage", () => {
  it("interpolates between the centers of pixels", () => {
    // New centers at −¼, ¼, ¾, 1¼ of the old pixels, the outer ones held at the border.
    expect(resizeImage(row(0, 100), { width: 4, height: 1 }).values).toEqual(Float32Array.of(0, 25, 75, 100));
    expect(resizeImage(row(0, 10, 20, 30), { width: 2, height: 1 }).values).toEqual(Float32Array.of(5, 25));
  });

  it("interpolates in both directions, each channel by itself", () => {
    const image = { width: 2, height: 2, channels: 2, values: Uint8Array.of(0, 1, 100, 3, 200, 5, 40, 7) };
    const { values, width, height, channels } = resizeImage(image, { width: 1, height: 1 });
    expect([width, height, channels]).toEqual([1, 1, 2]);
    expect(values).toEqual(Uint8Array.of(85, 4));
    const tall = resizeImage(image, { width: 2, height: 4 });
    expect(tall.values.slice(4, 8)).toEqual(Uint8Array.of(50, 2, 85, 4));
  });

  it("takes the nearest pixel when asked", () => {
    const options = { height: 1, method: "nearest" } as const;
    expect(resizeImage(row(1, 2, 3), { ...options, width: 6 }).values).toEqual(Float32Array.of(1, 1, 2, 2, 3, 3));
    expect(resizeImage(row(1, 2, 3, 4, 5, 6), { ...options, width: 3 }).values).toEqual(Float32Array.of(2, 4, 6));
  });

  it("leaves a picture of the right size as it is", () => {
    const image = { width: 3, height: 2, channels: 1, values: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(resizeImage(image, { width: 3, height: 2 })).toEqual(image);
  });

  it("refuses sizes and methods that are none", () => {
    expect(() => resizeImage(row(1), { width: 0, height: 1 })).toThrow(
      "width and height must be positive whole numbers, got 0 and 1",
    );
    const untyped = JSON.parse('{ "width": 1, "height": 1, "method": "cubic" }');
    expect(() => resizeImage(row(1), untyped)).toThrow('method must be "nearest" or "bilinear", got cubic');
  });
});
