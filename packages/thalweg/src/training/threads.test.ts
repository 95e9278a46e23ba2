import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("testing/trained-bits.ts", import.meta.url));
const runner = fileURLToPath(new URL("../../../../scripts/run-typescript.js", import.meta.url));

const sums = (threads: number, blas: string): string => {
  const { stdout, stderr } = spawnSync("node", [runner, script, `${threads}`, blas], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
};

it.each(["off", "auto"])("the number of threads changes no bit of trained weights (blas %s)", (blas) => {
  const expected = sums(1, blas);
  expect(expected).toMatch(/^([0-9a-f]{64}\n){3}$/);
  for (const threads of [2, 3]) expect(sums(threads, blas)).toBe(expected);
});
