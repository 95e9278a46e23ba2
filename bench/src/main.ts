import { readFile, writeFile } from "node:fs/promises";
import { measureMemory, memoryText } from "./memory.ts";
import { type Options, readOptions, UsageError } from "./options.ts";
import { measureProbes, probesText } from "./probes.ts";
import { markdownOf, ratiosOf } from "./report.ts";
import { withSection } from "./saved.ts";
import { measureScaling, scalingText } from "./scaling.ts";
import { pythonVariable, type SideSettings } from "./sides.ts";
import { measureSpeed } from "./speed.ts";
import { workloads } from "./workloads.ts";

/**
 * Measures Thalweg against its peers: tables, and with --json one line of JSON after them. Modes: speed unless said,
 * --memory, --scaling, --probes. --threads, --blas, --only, --peers and --rounds say what is measured; --save keeps the tables in
 * RESULTS.md.
 */

const about = `# Measurements

Written by \`npm run bench --workspace bench -- --save\`, and with \`--memory\`, \`--scaling\` and \`--probes\`. All arrays are float32,
but in Thalweg's minimization of Rosenbrock's function, which is in float64. Every side begins with the same weights and
data, and what it says after its first three calls is checked against Thalweg to 1e-3. Thalweg trains through
\`Trainer.step\`. A step of jax-js is one jitted function, an update one for each tensor. PyTorch uses its fused
optimizers. The batch stays on the device, and the loss is read at every step. jax-js and TensorFlow.js start no
threads in Node; "jax-js, fused" has the flag by which Node 20 allows fused multiply-add. A call that takes longer than
40 seconds has no time.`;

/** What an outcome of a mode is called, shown and kept as. */
interface Found {
  readonly title: string;
  readonly text: string;
  readonly json: unknown;
}

const stepsOfModels = (chosen: Options["workloads"]) => {
  const steps = chosen.filter(({ key }) => key === "cnn" || key === "transformer");
  return steps.length > 0 ? steps : workloads.filter(({ key }) => key === "cnn" || key === "transformer");
};

const measure = async (options: Options, say: (line: string) => void): Promise<Found> => {
  const { threads, blas, rounds, peers } = options;
  const settings: SideSettings = { threads, blas, python: process.env[pythonVariable] };
  switch (options.mode) {
    case "speed": {
      const keys = ["thalweg", "thalweg-blas", ...peers] as const;
      const report = await measureSpeed({ keys, settings, workloads: options.workloads, rounds, say });
      return {
        title: "Speed",
        text: markdownOf(report),
        json: { ...report, ratios: report.comparisons.map(ratiosOf) },
      };
    }
    case "memory": {
      const keys = ["thalweg", "thalweg-blas", ...peers.filter((key) => key === "torch")] as const;
      const memory = await measureMemory(stepsOfModels(options.workloads), { keys, settings, say });
      return { title: "Memory", text: memoryText(memory), json: memory };
    }
    case "scaling": {
      const scaling = await measureScaling(stepsOfModels(options.workloads), { threads, rounds, say });
      return { title: "Threads", text: scalingText(scaling), json: scaling };
    }
    case "probes": {
      const costs = await measureProbes(options.workloads, { threads, blas, rounds, say });
      return { title: "Probes", text: probesText(costs), json: costs };
    }
  }
};

const save = async ({ title, text }: Found): Promise<void> => {
  const file = new URL("../RESULTS.md", import.meta.url);
  const kept = await readFile(file, "utf8");
  const page = kept.startsWith(about) ? kept : `${about}\n`;
  await writeFile(file, withSection(page, title, text));
};

try {
  const options = readOptions(process.argv.slice(2));
  const found = await measure(options, (line) => console.error(line));
  console.log(found.text);
  if (options.json) console.log(JSON.stringify(found.json));
  if (options.save) await save(found);
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
