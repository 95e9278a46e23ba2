import { spawnSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entrant, tolerance } from "./compare.ts";
import { writeTask } from "./files.ts";
import { withFolder } from "./folder.ts";
import { startThalweg } from "./ours/side.ts";
import { startJax } from "./peers/jax/side.ts";
import { startTensorFlow } from "./peers/tensorflow.ts";
import type { Side } from "./side.ts";
import { pythonVariable, startSide } from "./sides.ts";
import { entrantOf } from "./speed.ts";
import type { Spec } from "./task.ts";
import { taskOf } from "./tasks.ts";

const training = { learningRate: 0.01, weightDecay: 0.1 };

/** Every kind of work, small and with sizes that are all different. */
const specs: readonly Spec[] = [
  { kind: "classifier", widths: [12, 9, 7, 3], batchNorm: false, batch: 5, ...training },
  { kind: "classifier", widths: [12, 9, 7, 3], batchNorm: true, batch: 5, ...training },
  { kind: "convolutional", side: 8, filters: [2, 3], kernel: 5, units: 7, classes: 4, batch: 6, ...training },
  {
    kind: "transformer",
    vocabulary: 11,
    width: 8,
    layers: 2,
    heads: 2,
    features: 12,
    context: 6,
    batch: 3,
    clip: 0.5,
    ...training,
  },
  { kind: "update", optimizer: "adam", tensors: 3, length: 5, ...training },
  { kind: "update", optimizer: "adamW", tensors: 1, length: 7, ...training },
  { kind: "update", optimizer: "adamW", clip: 1, tensors: 1, length: 7, ...training },
  { kind: "rosenbrock", start: [-1, 1], learningRate: 0.01, steps: 20 },
  { kind: "product", size: 6 },
];

/** What a side says after each of its first calls, or why it has no such work. */
const saidBy = async (side: Side, spec: Spec): Promise<number[] | string> => {
  const work = await side.prepare(taskOf(spec));
  if ("unable" in work) return work.unable;
  const said: number[] = [];
  for (let call = 0; call < 3; call += 1) {
    await work.run();
    said.push(await work.result());
  }
  return said;
};

const saidByEntrant = async (entrant: Entrant): Promise<number[] | string> => {
  const reason = await entrant.prepare();
  if (reason !== undefined) return reason;
  const said: number[] = [];
  for (let call = 0; call < 3; call += 1) {
    await entrant.run(1);
    said.push(await entrant.result());
  }
  return said;
};

const expectClose = (theirs: number[] | string, ours: number[] | string): void => {
  if (typeof theirs === "string" || typeof ours === "string") throw new Error(`no results: ${theirs}, ${ours}`);
  theirs.forEach((value, call) => {
    expect(Math.abs(value - ours[call]), `call ${call + 1}: ${value} against ${ours[call]}`).toBeLessThan(
      tolerance / 10,
    );
  });
};

const ours = await startThalweg({ threads: 1, blas: "off" });

describe("sides do the same work", () => {
  it.each(specs)("jax-js: $kind", async (spec) => {
    expectClose(await saidBy(await startJax("jax-js"), spec), await saidBy(ours, spec));
  });

  it.each(specs)("TensorFlow.js: $kind", async (spec) => {
    const theirs = await saidBy(await startTensorFlow("cpu"), spec);
    const hasAdamW = spec.kind !== "transformer" && !(spec.kind === "update" && spec.optimizer === "adamW");
    if (hasAdamW) expectClose(theirs, await saidBy(ours, spec));
    else expect(theirs).toBe("it has no AdamW");
  });

  it("TensorFlow.js says what its WebAssembly lacks", async () => {
    const [, , convolutional] = specs;
    const said = await saidBy(await startTensorFlow("wasm"), convolutional);
    expect(said).toBe("Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'");
  });
});

const python = process.env[pythonVariable];
const settings = { threads: 1, blas: "off", python };

describe("PyTorch", () => {
  it.skipIf(!python)(`does the same work; skipped unless $${pythonVariable} names a Python that has it`, async () => {
    const side = await startSide("torch", settings);
    if ("absent" in side) throw new Error(side.absent);
    await withFolder(async (folder) => {
      for (const [index, spec] of specs.entries()) {
        const entrant = entrantOf("torch", side, await writeTask(folder, String(index), taskOf(spec)));
        expectClose(await saidByEntrant(entrant), await saidBy(ours, spec));
      }
    });
    await side.end();
  });

  it("is left out, and said so, where no Python is named", async () => {
    expect(await startSide("torch", { ...settings, python: undefined })).toEqual({
      absent: "left out; set $THALWEG_BENCH_PYTHON to a Python that has PyTorch",
    });
  });

  it("names a Python that is not there", async () => {
    await expect(startSide("torch", { ...settings, python: "/nowhere/python" })).rejects.toThrow(
      /\$THALWEG_BENCH_PYTHON = \/nowhere\/python: cannot be started.*; name a Python that has PyTorch, or unset the variable/,
    );
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  it.skipIf(!hasPython)("names a Python without it; skipped where there is no python3", async () => {
    await withFolder(async (folder) => {
      const bare = join(folder, "python");
      // Without its site packages, whatever is installed.
      await writeFile(bare, '#!/bin/sh\nexec python3 -S -E "$@"\n');
      await chmod(bare, 0o755);
      await expect(startSide("torch", { ...settings, python: bare })).rejects.toThrow(
        /python: this Python cannot import torch.*; name a Python that has PyTorch, or unset the variable/,
      );
    });
  });
});

it("leaves out the side with a BLAS where it is switched off", async () => {
  expect(await startSide("thalweg-blas", settings)).toEqual({ absent: "left out by --blas off" });
});
