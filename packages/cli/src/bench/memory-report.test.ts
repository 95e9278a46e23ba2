import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { memoryTable, peakResidentBytes } from "./memory-report.ts";

const within = temporaryFolder();

const bytes = {
  weights: 1e6,
  gradients: 0,
  optimizer: 2e6,
  held: 3e6,
  scratch: 4.5e6,
  scratchWithoutReuse: 987e6,
  scratchAtOnce: 4e6,
  packed: 5e6,
  largest: 6e6,
};

it("tells in MB what a step needs", () => {
  const [headings, line, ...rest] = memoryTable([{ name: "mlp", bytes }], 7e6);
  expect(headings.split(/ {2,}/)).toEqual(
    "MB,weights,gradients,optimizer,held,scratch,unshared,packed,largest".split(","),
  );
  expect(line.split(/ {2,}/)).toEqual(["mlp", "1.0", "in scratch", "2.0", "3.0", "4.5", "987", "5.0", "6.0"]);
  expect(rest.at(-1)).toContain("7.0 MB");
  expect(memoryTable([], undefined).at(-1)).toContain("on Linux only");
});

it("reads the peak where the system tells it", async () => {
  await writeFile(within("status"), "VmPeak:\t  900 kB\nVmHWM:\t  300 kB\n");
  expect(await peakResidentBytes(within("status"))).toBe(307_200);
  expect(await peakResidentBytes(within("none"))).toBeUndefined();
});
