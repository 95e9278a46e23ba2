import { Command, InvalidArgumentError, Option } from "commander";
import { suggestion } from "thalweg/errors";
import { wrongUsage } from "../command-error.ts";
import { type Condition, checkedConditions, holds, readCondition } from "../journal/filter.ts";
import { findRuns } from "../journal/find-runs.ts";
import { groupFacts } from "../journal/group-facts.ts";
import { groupRuns, sampleIn } from "../journal/groups.ts";
import { groupLines, groupVerdict, groupWarnings } from "../journal/groups-report.ts";
import { chosenLines, listLines, scoresIn } from "../journal/listing.ts";
import { allFacts, factNamed, type Listed } from "../journal/names.ts";
import { factOf, sortedBy } from "../journal/order.ts";
import { brokenLines, runFacts, silentLines } from "../journal/run-facts.ts";
import { type Broken, isRecord, readRecords } from "../journal/run-record.ts";
import { count } from "../options/numbers.ts";
import { plural } from "../report/numbers.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";
import { runsCompareCommand } from "./runs-compare.ts";
import { option } from "./train-options.ts";

const description = `Lists the runs below a folder (runs, unless said), the newest first, trials of sweeps among them.

Runs are chosen by any setting or result, as run.json names them: --where optimizer=adam --where 'testAccuracy>0.8'. \
"none" is what is not set. With --group runs that differ in nothing but the seed make one line, with mean and standard \
deviation of what came of them. thalweg runs compare shows two runs side by side, thalweg note keeps a note on one.`;

const details = `
Examples:
  $ thalweg runs
  $ thalweg runs --where optimizer=adam --where 'learningRate<=1e-3' --sort testAccuracy --limit 5
  $ thalweg runs --columns name,hidden,set.beta1,testLoss,note
  $ thalweg runs --status failed
  $ thalweg runs --group --sort testLoss
  $ thalweg runs compare runs/adam runs/sgd`;

interface RunsOptions {
  readonly where?: readonly Condition[];
  readonly status?: string;
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
  readonly columns?: readonly string[];
  readonly group?: boolean;
  readonly groupBy?: readonly string[];
  readonly json?: boolean;
}

const nameList = (text: string): readonly string[] => {
  const names = text.split(",").map((part) => part.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("It must be names with commas between them, such as name,optimizer,testAccuracy.");
};

const addCondition = (text: string, before: readonly Condition[] = []): readonly Condition[] => [
  ...before,
  readCondition(text),
];

const options = (): readonly Option[] => [
  new Option(
    "--where <condition>",
    "only runs that meet it, as often as needed: a name, = != < <= > or >=, and a value",
  ).argParser(addCondition),
  new Option("--status <name>", "only runs that are training, finished, interrupted, failed or diverged"),
  new Option("--sort <name>", "by a setting or a result, the best first; by words in their order (default: started)"),
  new Option("--reverse", "the other way round"),
  option("--limit <n>", "so many at most", count),
  option("--columns <names>", "exactly these, such as name,hidden,testAccuracy", nameList),
  new Option("--group", "one line for all runs that differ in nothing but the seed: mean ± standard deviation"),
  option("--group-by <names>", "one line for all runs with the same values of these, whatever else differs", nameList),
  new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"),
];

const statuses: readonly string[] = ["training", "finished", "interrupted", "failed", "diverged"];

const withStatus = (status: string | undefined, runs: readonly Listed[]): readonly Listed[] => {
  if (status === undefined) return runs;
  const all = [...new Set([...statuses, ...runs.map(({ run }) => run.status)])];
  if (!all.includes(status)) throw wrongUsage(`--status: there is no status ${status}${suggestion(status, all)}`);
  return runs.filter(({ run }) => run.status === status);
};

/** Runs that are asked for, in the order that is asked for. */
const chosen = (all: readonly Listed[], { where = [], status, sort, reverse }: RunsOptions): readonly Listed[] => {
  const facts = all.map((each) => each.facts);
  const conditions = checkedConditions(where, facts);
  const met = all.filter((each) => conditions.every((condition) => holds(condition, each.facts)));
  const name = sort === undefined ? "started" : factNamed("--sort", sort, facts);
  return sortedBy(withStatus(status, met), name, factOf(name), reverse);
};

const countText = (shown: number, met: number, all: number): string => {
  if (shown < met) return `${shown} of ${plural(met, "run")} shown${met === all ? "" : `, ${all} in all`}`;
  return met === all ? plural(all, "run") : `${met} of ${plural(all, "run")}`;
};

const emptyText = (folders: readonly string[], all: number): string => {
  if (all > 0) return `none of ${plural(all, "run")} is like that`;
  return `there are no runs in ${folders.length === 0 ? "runs" : folders.join(", ")}; thalweg train leaves one there`;
};

/** `thalweg runs [folder…]` */
export const runsCommand = (surroundings: Surroundings): Command => {
  const { out, err } = surroundings;
  /** A file holds lines of any length. */
  const widthOf = ({ json }: RunsOptions): number => (json ? err : out).columns ?? Number.POSITIVE_INFINITY;

  const list = (runs: readonly Listed[], met: readonly Listed[], all: readonly Listed[], given: RunsOptions) => {
    const { columns } = given;
    const facts = all.map((each) => each.facts);
    const lines = columns
      ? chosenLines(
          runs,
          columns.map((name) => factNamed("--columns", name, facts)),
        )
      : listLines(runs, widthOf(given));
    return [...lines, "", countText(runs.length, met.length, all.length), ...silentLines(runs)];
  };

  const group = (met: readonly Listed[], all: readonly Listed[], given: RunsOptions) => {
    const { groupBy, columns, sort, reverse, limit } = given;
    const facts = all.map((each) => each.facts);
    const made = groupRuns(
      met,
      groupBy?.map((name) => factNamed("--group-by", name, facts)),
    );
    const results = columns?.map((name) => factNamed("--columns", name, facts)) ?? [...scoresIn(met, 3), "seconds"];
    const by = sort === undefined ? results[0] : factNamed("--sort", sort, facts);
    const sorted = sortedBy(made.groups, by, (each) => sampleIn(each, by).mean, reverse);
    const grouped = { ...made, groups: sorted.slice(0, limit) };
    const shown = grouped.groups.length;
    const limited = shown < sorted.length ? `the first ${shown} of ` : "";
    const told = `${limited}${plural(sorted.length, "group")} of ${plural(met.length, "run")}; mean ± standard deviation`;
    const lines = [
      ...groupLines(grouped, results, { counts: groupBy === undefined ? "seeds" : "runs", width: widthOf(given) }),
      "",
      told,
      ...[...groupVerdict(grouped, by), ...groupWarnings(grouped)].map((line) => wrapped(line, widthOf(given), 2)),
    ];
    return { lines, facts: groupFacts(grouped, results, by) };
  };

  const command = new Command("runs")
    .summary("lists, filters and groups runs, or compares some")
    .description(description)
    .usage("[options] [folder...]")
    .argument("[folder...]", "where to look, and below (default: runs)")
    .addHelpText("after", details)
    .helpCommand(false)
    // What stands after compare is its own.
    .enablePositionalOptions()
    .addCommand(runsCompareCommand(surroundings));
  for (const each of options()) command.addOption(each);

  return command.action(async (folders: readonly string[], given: RunsOptions) => {
    const { json = false, limit, groupBy } = given;
    const talk = json ? err : out;
    const read = await readRecords(await findRuns(folders));
    const all = read.filter(isRecord).map((run): Listed => ({ run, facts: allFacts(run) }));
    const broken = read.filter((each): each is Broken => !isRecord(each));
    const met = chosen(all, given);
    const isGroup = given.group === true || groupBy !== undefined;
    const grouped = isGroup && met.length > 0 ? group(met, all, given) : undefined;
    const runs = met.slice(0, limit);
    const lines = met.length === 0 ? [emptyText(folders, all.length)] : (grouped?.lines ?? list(runs, met, all, given));
    talk.write(`${lines.join("\n")}\n`);
    err.write(
      brokenLines(broken)
        .map((line) => `${wrapped(line, widthOf(given), 2)}\n`)
        .join(""),
    );
    if (!json) return;
    const facts = isGroup ? { groups: grouped?.facts ?? [] } : { runs: runs.map(runFacts) };
    out.write(`${JSON.stringify({ command: "runs", found: all.length, ...facts, broken })}\n`);
  });
};
