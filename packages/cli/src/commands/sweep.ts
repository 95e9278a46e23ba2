import { availableParallelism } from "node:os";
import { Argument, Command } from "commander";
import { exampleCount } from "thalweg/data";
import { surfaces } from "thalweg/problems";
import { afterInterruption, CommandError, wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import { datasetNames } from "../images/settings.ts";
import { commandFor } from "../lab/sweep-command.ts";
import { checkSweepFolder, nameOf, SweepFolder } from "../lab/sweep-folder.ts";
import { aboutOf, baseOf, metricOf, rungsFor, type SweepOptions, searched, unitOf } from "../lab/sweep-plan.ts";
import { ranking, type Swept, sweepFacts, sweepFigures, sweepLines, sweepTable } from "../lab/sweep-report.ts";
import { runSweep, type SweepPlan } from "../lab/sweep-run.ts";
import { checkNames, trialSettings } from "../lab/sweep-settings.ts";
import { choice } from "../options/choice.ts";
import { kebabCase } from "../options/names.ts";
import { typedLine } from "../options/typed-line.ts";
import { checkPictures, writePictures } from "../pictures/write-pictures.ts";
import { fields } from "../report/fields.ts";
import { plural, showCount } from "../report/numbers.ts";
import { startDevice } from "../run/device.ts";
import type { Surroundings } from "../surroundings.ts";
import { flagOf, sweepOptions } from "./sweep-options.ts";

const summary = "tries hyperparameters, on a surface or a network";

const description = `Tries hyperparameters, on a surface or a network: every combination of values, or some at random.

Whatever thalweg train takes can be varied, and every option of the optimizer: --vary learning-rate=1e-4..1e-1:log \
--vary beta1=0.8,0.9. A range goes from low to high, with :log in equal ratios, with :int in whole numbers, with :7 in so \
many values of a grid (5 unless said). Trials run in processes of their own; each leaves a run folder. A sweep that was \
ended, by whatever, goes on when the same command is given again with its --dir. Networks are judged by validation data, \
which are held out from the training data (a fifth unless said); test data are not looked at.

With --halving most trials end early: at the end of each rung the best third goes on, three times as long. A trial goes on \
from where it stood, weights and optimizer alike.`;

const details = (): string =>
  [
    "",
    `Surfaces: ${Object.keys(surfaces).join(", ")}`,
    "",
    "Examples:",
    "  $ thalweg sweep rosenbrock --optimizer momentum --vary learning-rate=1e-5..1e-2:log:7 --vary momentum=0,0.9,0.99",
    "  $ thalweg sweep garments --search random --trials 30 --vary learning-rate=1e-4..1e-1:log --vary batch-size=32,128",
    "  $ thalweg sweep garments --vary optimizer=sgd,adam --vary learning-rate=1e-4..1:log --halving --dir runs/mine",
    "  $ thalweg sweep garments --vary 'hidden=(256,128),(64),none' --metric validation-accuracy --report sweep.html",
  ].join("\n");

/** `thalweg sweep <surface or data set>` */
export const sweepCommand = (surroundings: Surroundings): Command => {
  const options = sweepOptions(surroundings);
  const targets = [...Object.keys(surfaces), ...datasetNames];
  const command = new Command("sweep")
    .summary(summary)
    .description(description)
    .usage("[options] <surface or data set>")
    .addArgument(new Argument("<target>", "a surface or a data set").argParser(choice("surface or data set", targets)))
    .addHelpText("after", details());
  for (const each of options.all) command.addOption(each);
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";

  /** Everything about a sweep before its first trial; nothing is written yet. */
  const prepare = async (target: string, given: SweepOptions) => {
    const { vary: dimensions = [], halving } = given;
    if (dimensions.length === 0) throw wrongUsage("--vary: must be given, such as --vary learning-rate=1e-4..1e-1:log");
    // So many processes share the cores; no result depends on threads.
    const threads = given.threads ?? Math.max(1, Math.floor(availableParallelism() / given.processes));
    const base = baseOf(target, { ...given, threads });
    const foreign = options.foreign[base.kind].find((each) => isGiven(each.attributeName()));
    if (foreign) throw wrongUsage(`${flagOf(foreign)}: a sweep on ${target} has no use for it; leave it out`);
    const varied = options.varied[base.kind];
    checkNames(base, dimensions, varied);
    const [metric, rungs, assignments] = [metricOf(base, given), rungsFor(base, given), searched(dimensions, given)];
    const about = aboutOf(target, base, given, { rungs, metric });
    await checkSweepFolder(given.dir, about);
    await checkPictures(given);
    // Trials compute elsewhere: this says whether there is such a device.
    if (base.kind === "network") await startDevice({ ...base, threads: given.threads });
    const examples = base.kind === "network" ? exampleCount((await loadRaw({ ...base, hidden: [] })).train) : 0;
    const trials = trialSettings(base, assignments, dimensions, { options: varied, examples });
    const plan: SweepPlan = {
      trials,
      rungs,
      halving: { kind: halving === undefined || halving === "sync" ? "sync" : "async", eta: given.eta },
      metric,
      isSmallBest: !metric.endsWith("accuracy"),
      processes: Math.min(given.processes, trials.length),
    };
    return { target, base, dimensions, assignments, about, plan };
  };
  type Prepared = Awaited<ReturnType<typeof prepare>>;

  const headingOf = ({ target, base, dimensions, plan }: Prepared, { search }: SweepOptions, path: string) => {
    const [unit, { rungs, trials, halving }] = [unitOf(base), plan];
    const whole = base.kind === "surface" ? base.steps : (base.updates ?? base.epochs);
    const length =
      rungs.length === 1 ? plural(whole, unit) : `${rungs.map(showCount).join(", ")} ${unit}s, ${halving.kind}`;
    return fields([
      ["sweep", `${target}, ${plural(trials.length, "trial")}, ${search}`],
      ["varies", dimensions.map(({ name }) => kebabCase(name)).join(", ")],
      ["length", length],
      ["folder", path],
    ]);
  };

  /** What all trials came to, told and drawn. */
  const conclude = async (prepared: Prepared, swept: Swept, folder: SweepFolder, given: SweepOptions) => {
    const { target, base } = prepared;
    const { out, err } = surroundings;
    const best = ranking(swept)[0];
    const isAny = best.rungs.some(({ score }) => score !== null);
    const training = options.training.map((each) => each.attributeName()).filter(isGiven);
    const common = Object.fromEntries(training.map((name) => [name, command.getOptionValue(name)]));
    const names = options.varied[base.kind].map((each) => each.attributeName());
    const repeat = isAny ? commandFor(target, base, best.values, { common, options: names }) : undefined;
    const said = [
      ...sweepLines(swept),
      "",
      isAny ? `best: trial ${nameOf(best.trial)}, ${folder.trial(best.trial)}` : "every trial diverged or failed",
      ...(repeat === undefined ? [] : [`  $ ${repeat}`]),
    ];
    (given.json ? err : out).write(`${said.join("\n")}\n`);
    const sections = [
      { heading: "Trials, best first", table: sweepTable(swept) },
      ...sweepFigures(swept).map((figure) => ({ figure })),
    ];
    const report = {
      title: `Sweep on ${target}`,
      command: typedLine(command),
      about: `thalweg sweep ${summary}.`,
      sections,
    };
    const files = await writePictures(given, report, surroundings);
    const facts = { sweep: target, ...sweepFacts(swept), command: repeat ?? null, dir: folder.path, files };
    if (given.json) out.write(`${JSON.stringify(facts)}\n`);
  };

  return command.action(async (target: string, given: SweepOptions) => {
    const talk = given.json ? surroundings.err : surroundings.out;
    const prepared = await prepare(target, given);
    const { base, dimensions, assignments, about, plan } = prepared;
    const folder = await SweepFolder.open(given.dir, { about, trials: assignments, stem: `sweep-${target}` });
    const clear = () => talk.isTTY && talk.write("\r\u001b[2K");
    try {
      talk.write(`${[...headingOf(prepared, given, folder.path), ""].join("\n")}\n`);
      let done = 0;
      const outcomes = await runSweep(plan, folder, surroundings.interruption, ({ trial }) => {
        done += 1;
        if (clear()) talk.write(`${plural(done, "rung")} done, the last of trial ${nameOf(trial)}`);
      });
      clear();
      const ended = outcomes.map((rungs, trial) => ({ trial, values: assignments[trial], rungs }));
      const title = `${target}: ${plural(plan.trials.length, "trial")}`;
      const { metric, isSmallBest } = plan;
      const swept: Swept = { title, dimensions, metric, isSmallBest, unit: unitOf(base), ended };
      await conclude(prepared, swept, folder, given);
    } catch (error) {
      clear();
      if (!(error instanceof CommandError) || error.exitCode === 2) throw error;
      const how = error.exitCode === afterInterruption ? "what has ended is kept, and " : "";
      throw new CommandError(
        `${error.message}; ${how}the same command with --dir ${folder.path} goes on`,
        error.exitCode,
      );
    } finally {
      await folder.close();
    }
  });
};
