import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { compare } from "./compare.ts";
import { startJax } from "./peers/jax.ts";
import { machine, markdownOf, type Report } from "./report.ts";
import type { Side, Work } from "./side.ts";
import { adamTask, classifierTask, productTask } from "./tasks.ts";
import { thalweg } from "./thalweg.ts";

/**
 * Measures Thalweg against jax-js: a table, or with --json one line of JSON; --save keeps the table in
 * RESULTS.md, and --rounds sets how often the sides take turns.
 */

// Fused multiply-add, which Node 20 has behind this flag, is there for both sides.
setFlagsFromString("--experimental-wasm-relaxed-simd");

const about = `Written by \`npm run bench --workspace bench -- --save\`. All arrays are float32, and both may use fused
multiply-add. jax-js 0.1.25 runs its WebAssembly backend, which starts no workers in Node; each of its
workloads is one jitted function, Adam's formula included. Thalweg's MLP goes through \`Trainer.step\`. The
batch stays on the device on both sides, and the loss is read at every step.`;

interface Workload {
  readonly name: string;
  readonly calls: number;
  readonly prepare: (side: Side) => Promise<Work>;
}

const workloads = (): readonly Workload[] => {
  const classifier = classifierTask([784, 256, 128, 10], 128);
  const adam = adamTask(10_000_000);
  const product = productTask(512);
  return [
    {
      name: "MLP 784-256-128-10, batch 128, Adam: one step",
      calls: 50,
      prepare: (side) => side.classifier(classifier),
    },
    { name: "Adam on 10 M weights: one update", calls: 5, prepare: (side) => side.adam(adam) },
    { name: "Matrix product 512³", calls: 30, prepare: (side) => side.product(product) },
  ];
};

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    rounds: { type: "string", default: "7" },
    save: { type: "boolean" },
  },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`bench: --rounds must be a positive integer, got ${values.rounds}`);
  process.exit(2);
}

const found = machine();
const jax = await startJax();
const comparisons: Report["comparisons"][number][] = [];
for (const { name, calls, prepare } of workloads()) {
  const comparison = await compare(await prepare(thalweg), await prepare(jax), { rounds, calls });
  comparisons.push({ name, ...comparison });
}
const report: Report = { machine: found, sides: { ours: thalweg.name, theirs: jax.name }, threads: 1, comparisons };
console.log(values.json ? JSON.stringify(report) : markdownOf(report));
if (values.save)
  await writeFile(new URL("../RESULTS.md", import.meta.url), `# Against jax-js\n\n${about}\n\n${markdownOf(report)}\n`);
