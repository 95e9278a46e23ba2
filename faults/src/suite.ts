/** `npm run faults`: plants each fault in runs that train well, and says what was found. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type CaseName, caseNamed, casesOf, faultNamed, healthyCases, showCase } from "./case.ts";
import { faults } from "./faults/index.ts";
import { runCases, usualJobs } from "./pool.ts";
import { reportOf } from "./report.ts";
import { show } from "./show.ts";

const usage = `npm run faults -- [options]
  --rules a,b       faults to plant; all unless said
  --problems a,b    only in these
  --seeds n         runs of each fault on each problem; 10 unless said
  --first n         the first of their seeds; 0 unless said
  --tuning          the cases that thresholds are chosen on, instead of those of the report
  --healthy         the healthy runs alone; they are also part of a run without --rules
  --jobs n          processes; as many as there are cores unless said
  --json FILE       all outcomes, as JSON
  --pictures        draws docs/findings/pictures/RULE.svg, of all faults or those of --rules
  --show CASE       all that was seen of rule:problem:seed, and the findings, as JSON on standard output`;

const { values: given } = parseArgs({
  options: {
    rules: { type: "string" },
    problems: { type: "string" },
    seeds: { type: "string", default: "10" },
    first: { type: "string", default: "0" },
    tuning: { type: "boolean", default: false },
    healthy: { type: "boolean", default: false },
    jobs: { type: "string" },
    json: { type: "string" },
    pictures: { type: "boolean", default: false },
    show: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const numberFrom = (name: string, text: string, least = 1): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number from ${least}, got ${text}`);
};

const faultsAsked = () => given.rules?.split(",").map(faultNamed) ?? faults;

const casesAsked = (): readonly CaseName[] => {
  const names = given.problems?.split(",");
  const chosen = given.healthy && given.rules === undefined ? [] : faultsAsked();
  const [seeds, first] = [numberFrom("seeds", given.seeds), numberFrom("first", given.first, 0)];
  const planted = chosen.flatMap((fault) => casesOf(fault, seeds, given.tuning, first));
  const healthy = given.healthy || given.rules === undefined ? healthyCases(given.tuning, first) : [];
  return [...planted, ...healthy].filter(
    ({ problem }) => names === undefined || names.some((name) => problem === name || problem.startsWith(`${name}, `)),
  );
};

/** Loaded when it is asked for: the command line's pictures are many modules. */
const draw = async (): Promise<void> => {
  const { drawPictures } = await import("./pictures.ts");
  for (const line of await drawPictures(faultsAsked())) console.log(line);
};

const runSuite = async (): Promise<void> => {
  const cases = casesAsked();
  if (cases.length === 0) throw new Error("no case fits these options");
  const start = performance.now();
  const isLive = process.stderr.isTTY;
  const outcomes = await runCases(cases, given.jobs ? numberFrom("jobs", given.jobs) : usualJobs(), (done, name) => {
    if (isLive) process.stderr.write(`\r\u001b[2K${done}/${cases.length} ${showCase(name)}`);
    else if (done % 100 === 0) process.stderr.write(`${done}/${cases.length}\n`);
  });
  if (isLive) process.stderr.write("\r\u001b[2K");
  process.stderr.write(`${cases.length} runs in ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  console.log(reportOf(outcomes));
  if (given.json !== undefined) writeFileSync(given.json, `${JSON.stringify(outcomes, undefined, 1)}\n`);
};

try {
  if (given.help) console.log(usage);
  else if (given.show !== undefined) console.log(await show(caseNamed(given.show)));
  else if (given.pictures) await draw();
  else await runSuite();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
