/** A run that goes on computes with what it was begun with, or says that it does not. */
import { ThalwegError } from "thalweg/errors";
import { CommandError, wrongUsage } from "../command-error.ts";
import { type DeviceFacts, type DeviceSettings, deviceText, startDevice } from "./device.ts";
import type { SavedRun } from "./saved-run.ts";

type Blas = DeviceFacts["blas"];

const blasText = (blas: Blas): string =>
  blas === null ? "no BLAS" : `${blas.name} at ${blas.path} (${blas.about}; rule ${blas.rule})`;

const isSame = (before: Blas, now: Blas): boolean =>
  before?.name === now?.name && before?.about === now?.about && before?.rule === now?.rule;

const otherRounding = "or give --blas auto or --blas off to go on with other rounding";

const refusedBlas = (folder: string, before: Blas, reason: string): CommandError =>
  wrongUsage(
    `--resume: ${folder} was computed with ${blasText(before)}, which cannot be had: ${reason}; ` +
      `go on where it can be, ${otherRounding}`,
  );

const started = async (folder: string, before: Blas, settings: DeviceSettings, isAsked: boolean) => {
  try {
    return await startDevice(settings);
  } catch (error) {
    const isRefusal = error instanceof CommandError || error instanceof ThalwegError;
    if (isAsked || !isRefusal || !error.message.startsWith("--blas: ")) throw error;
    throw refusedBlas(folder, before, error.message.slice("--blas: ".length).split(";")[0]);
  }
};

/** What is asked for beside `--resume`. */
export interface AskedDevice {
  readonly threads?: number;
  readonly blas?: string;
}

/** Starts what a run was computed on, with the same BLAS or none; `lines` say what is another and changes bits. */
export const resumeDevice = async (
  folder: string,
  { device: before, settings }: SavedRun,
  { threads, blas }: AskedDevice,
): Promise<{ readonly settings: DeviceSettings; readonly lines: readonly string[] }> => {
  if (before === undefined) throw wrongUsage(`--resume: ${folder}/run.json does not say its device; train anew`);
  const { device } = settings;
  const usualBlas = device === "wasm" ? (before.blas?.path ?? "off") : "auto";
  const own = { device, threads, blas: blas ?? usualBlas };
  const now = await started(folder, before.blas, own, blas !== undefined);
  if (now.relaxedFma !== before.relaxedFma) {
    throw wrongUsage(
      `--resume: ${folder} was computed on ${deviceText(before)}, and here is ${deviceText(now)}: the sums would be ` +
        "rounded otherwise; go on with the processor and the version of Node it was begun with",
    );
  }
  const lines = device === "reference" ? [inFloat64] : [];
  if (isSame(before.blas, now.blas)) return { settings: own, lines };
  if (blas === undefined) throw refusedBlas(folder, before.blas, `here is ${blasText(now.blas)}`);
  const other = `from here on with ${blasText(now.blas)}, before with ${blasText(before.blas)}: `;
  return { settings: own, lines: [...lines, `${other}the last bits are not those of an unbroken run`] };
};

const inFloat64 =
  "reference computes in float64 and checkpoints are float32: the run goes on within that rounding, not bit for bit";
