import { describe, expect, it } from "vitest";
import { foreignPackage } from "#platform";
import { findBlas } from "./find.ts";
import { knownBlas } from "./libraries.ts";

const own = new URL(import.meta.url).pathname;

describe.skipIf(!foreignPackage())("findBlas (skipped without koffi)", () => {
  it("finds none when it is off", () => {
    expect(findBlas("off")).toEqual({ blas: undefined, reason: "it is off" });
  });

  it("says why a library cannot be used", () => {
    expect(() => findBlas("/nowhere/libblas.so")).toThrow(/^blas: "\/nowhere\/libblas.so" cannot be used: .+/);
    expect(() => findBlas(own)).toThrow(/cannot be used: .+; name a library that has cblas_sgemm, or "auto" or "off"/);
  });

  it.skipIf(process.platform !== "linux")("says that a library is no BLAS", () => {
    expect(() => findBlas("libc.so.6")).toThrow('blas: "libc.so.6" cannot be used: it has no function cblas_sgemm');
  });

  it("finds the same library by its name as by itself, with one thread, and leaves the environment alone", () => {
    const before = { ...process.env };
    const { blas } = findBlas("auto");
    expect({ ...process.env }).toEqual(before);
    if (!blas) return;
    expect(knownBlas.map(({ name }) => name)).toContain(blas.name);
    expect(findBlas(blas.path).blas).toMatchObject({ name: blas.name, about: blas.about });
    if (blas.name !== "OpenBLAS") return;
    expect(blas.about).toMatch(/^OpenBLAS \d/);
    expect(blas.library.func("openblas_get_num_threads", "int", [])()).toBe(1);
  });
});
