import { describe, expect, it } from "vitest";
import { referenceDevice } from "./reference-device.ts";

describe("referenceDevice", () => {
  it("rounds float32 on the way in and out", async () => {
    const device = referenceDevice();
    const arena = device.allocate("float32", 2);
    device.upload(arena, Float64Array.of(0.1, 1 / 3));
    expect(await device.download(arena)).toEqual(Float32Array.of(0.1, 1 / 3));
  });

  it("refuses ranges beyond an arena", async () => {
    const device = referenceDevice();
    const arena = device.allocate("int32", 3);
    expect(() => device.upload(arena, new Int32Array(2), 2)).toThrow(
      "upload: the range must be within the arena's 3 elements, got [2, 4)",
    );
    await expect(device.download(arena, -1, 2)).rejects.toThrow("got [-1, 1)");
  });

  it("refuses arenas and executables of other devices", async () => {
    const [device, other] = [referenceDevice(), referenceDevice()];
    await expect(device.download(other.allocate("int32", 1))).rejects.toThrow("arena must be this device's own");
    const plan = { slots: [], instructions: [], scratchBytes: 0, bound: 0, knobs: 0 };
    const executable = await other.compile(plan);
    await expect(device.run(executable, [], new Float64Array(0))).rejects.toThrow(
      "executable must be this device's own",
    );
  });
});
