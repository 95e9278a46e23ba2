import { Argument, Command } from "commander";
import { surfaceNamed, surfaces } from "thalweg/problems";
import { wrongUsage } from "../command-error.ts";
import { datasetNames } from "../images/settings.ts";
import { readWalkers } from "../lab/compare-entrants.ts";
import { choice } from "../options/choice.ts";
import { typedLine } from "../options/typed-line.ts";
import type { Surroundings } from "../surroundings.ts";
import { type BatchOptions, batchSizesOption, showBatchSizes } from "./compare-batches.ts";
import { compareNetworkCommand } from "./compare-network.ts";
import { comparisonOptions } from "./compare-options.ts";
import { compareOnSurface, type SurfaceOptions, surfaceOptions } from "./compare-surface.ts";

const description = `Compares optimizers: each gets the same number of updates, on a surface whose minima are known, or on a \
network (thalweg compare garments --help).

A knob that is swept makes one row a value: --rates 1e-4,1e-3, or --momentum 0,0.9. Options of a single optimizer \
stand in parentheses: "sgd,adam(beta1=0.8)". With --tune each optimizer gets its own best rate, with which walks from \
starts near the given one end lowest. An update at which an optimizer diverged is the first after which the loss is not finite.`;

const details = (): string =>
  [
    "",
    `Surfaces: ${Object.keys(surfaces).join(", ")}`,
    "",
    "Examples:",
    "  $ thalweg compare rosenbrock",
    "  $ thalweg compare rosenbrock --optimizers gd --rates 1e-4,5e-4,1e-3,5e-3,1e-2",
    "  $ thalweg compare rosenbrock --optimizers momentum --rates 1e-4 --momentum 0,0.5,0.9,0.99",
    "  $ thalweg compare ravine --optimizers gd,adam --steps 300 --tune --report ravine.html",
    '  $ thalweg compare rosenbrock --optimizers "gd,adam(beta1=0.8)" --schedule exponential:initial=1e-3,decay=0.999',
    "  $ thalweg compare --batch-sizes all,1,32,256",
    "  $ thalweg compare garments --optimizers sgd,adam --seeds 5 --epochs 5",
  ].join("\n");

/** `thalweg compare [surface]`, with `thalweg compare garments` and `thalweg compare fashion-mnist` */
export const compareCommand = (surroundings: Surroundings): Command => {
  const names = Object.keys(surfaces);
  const command = new Command("compare")
    .summary("compares optimizers on a surface or a network")
    .description(description)
    .usage("[options] <surface>")
    .addArgument(
      new Argument("[surface]", "where the optimizers walk").argParser(
        choice("surface", names, undefined, datasetNames),
      ),
    )
    .addHelpText("after", details())
    .helpCommand(false)
    // What stands after the name of a data set is its own.
    .enablePositionalOptions();
  for (const name of datasetNames) command.addCommand(compareNetworkCommand(name, surroundings));
  const common = comparisonOptions({
    readNames: readWalkers,
    optimizers: "gd,momentum,nesterov,rmsprop,adam,lion",
    seeds: 1,
    seedsText: "walks of each optimizer, which differ in noise",
  });
  for (const each of [...surfaceOptions(), batchSizesOption(), ...common]) command.addOption(each);
  return command.action(async (name: string | undefined, given: SurfaceOptions & BatchOptions) => {
    const { batchSizes } = given;
    if (name === undefined && batchSizes !== undefined) {
      return showBatchSizes("logistic", given, typedLine(command), surroundings);
    }
    if (name === undefined) {
      throw wrongUsage(`compare: needs a surface or a data set: ${[...names, ...datasetNames].join(", ")}`);
    }
    if (batchSizes !== undefined) {
      throw wrongUsage(`--batch-sizes: ${name} has no batches; leave it out, or compare --batch-sizes alone`);
    }
    return compareOnSurface(surfaceNamed(name), given, typedLine(command), surroundings);
  });
};
