import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { optimizers } from "thalweg/optimizers";
import { Generator } from "thalweg/random";
import { median } from "./compare.ts";
import { machine } from "./machine.ts";
import type { Work } from "./side.ts";
import { tableOf } from "./table.ts";
import { updateWork } from "./update.ts";

/**
 * One update of every optimizer of the registry on a matrix of weights, in turns: a table, or with --json one line
 * of JSON; --save keeps the table in OPTIMIZERS.md, --size and --rounds set the matrix and the turns.
 */

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    rounds: { type: "string", default: "5" },
    size: { type: "string", default: "512" },
    save: { type: "boolean" },
  },
});
const [rounds, size] = [Number(values.rounds), Number(values.size)];
for (const [name, value] of Object.entries({ rounds, size })) {
  if (Number.isSafeInteger(value) && value > 0) continue;
  console.error(`bench: --${name} must be a positive integer`);
  process.exit(2);
}

const generator = new Generator(0, "optimizers");
const drawn = () => generator.fillUniform(new Float32Array(size * size), -1, 1);
const task = { weights: drawn(), gradient: drawn(), shape: [size, size] };

const timed = async (work: Work): Promise<number> => {
  const start = performance.now();
  await work.run();
  return performance.now() - start;
};

const measured: { command: string; memory: string; work: Work; times: number[] }[] = [];
for (const recipe of Object.values(optimizers)) {
  const work = await updateWork(recipe(), task);
  // Compiles, and reaches the step from which on nothing new comes up.
  for (let call = 0; call < 3; call++) await work.run();
  measured.push({ command: recipe.command, memory: recipe.memory, work, times: [] });
}
for (let round = 0; round < rounds; round++) for (const each of measured) each.times.push(await timed(each.work));

const adam = median(measured.find(({ command }) => command === "adam")?.times ?? []);
const results = measured.map(({ command, memory, times }) => {
  const milliseconds = median(times);
  return { command, memory, milliseconds, relative: milliseconds / adam };
});
const found = machine();
const rows = results.map(({ command, memory, milliseconds, relative }) => [
  command,
  memory,
  milliseconds.toFixed(milliseconds < 10 ? 2 : 1),
  `${relative.toFixed(relative < 10 ? 1 : 0)}×`,
]);
const table = tableOf(["optimizer", "memory", "ms an update", "of Adam's"], rows);
console.log(values.json ? JSON.stringify({ machine: found, size, rounds, results }) : table);
if (values.save) {
  const { cpu, cores, platform, node } = found;
  const about = `Written by \`npm run bench:optimizers --workspace bench -- --save\`: one update of each optimizer with its defaults on one
${size} × ${size} matrix of float32 weights, one thread, in turns, the median of ${rounds} rounds. ${cpu}, ${cores} cores, ${platform}, Node ${node}.`;
  await writeFile(new URL("../OPTIMIZERS.md", import.meta.url), `# The cost of an update\n\n${about}\n\n${table}\n`);
}
