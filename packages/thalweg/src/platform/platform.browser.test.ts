import { describe, expect, it } from "vitest";
import { enableRelaxedSimd, name, sharedMemoryAllowed } from "#platform";

describe("#platform", () => {
  it("is the browser file in a page", () => {
    expect(name).toBe("browser");
    expect("process" in globalThis && "versions" in Object(globalThis.process)).toBe(false);
  });

  it("allows shared memory exactly when the page is cross-origin isolated, as this one is", () => {
    expect(globalThis.crossOriginIsolated).toBe(true);
    expect(sharedMemoryAllowed()).toBe(true);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("leaves relaxed SIMD to the browser", () => {
    expect(enableRelaxedSimd()).toBeUndefined();
  });
});
