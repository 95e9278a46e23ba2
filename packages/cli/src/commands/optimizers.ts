import { Argument, Command, Option } from "commander";
import { suggestion } from "thalweg/errors";
import { optimizerNamed, optimizers, type Recipe } from "thalweg/optimizers";
import { wrongUsage } from "../command-error.ts";
import { camelCase } from "../options/names.ts";
import { columns, entryFields, lineWidth } from "../report/entry.ts";
import { wrapped } from "../report/wrapped.ts";
import type { Surroundings } from "../surroundings.ts";

const needsText = {
  matrices: "matrices only; train gives the other parameters to adamw",
  function: "derivatives of the loss beside the gradient; train takes them",
};

/** What is told of an optimizer, as JSON. */
const facts = ({ name, command, summary, formula, source, memory, whenToUse, knownIssue, needs, ...own }: Recipe) => ({
  name,
  command,
  summary,
  formula,
  source,
  memory,
  whenToUse,
  knownIssue,
  ...(needs === undefined ? {} : { needs }),
  options: Object.fromEntries(
    Object.entries(own.defaults).map(([option, standard]) => [
      option,
      { default: standard, mustBe: own.rules[option].says, scheduled: own.rules[option].scheduled },
    ]),
  ),
});

/** Memory in a word: formulas and exceptions are told of one optimizer only. */
const memoryWord = (memory: string): string => /^[\d–]+×?(?=$|,| \()/.exec(memory)?.[0] ?? "varies";

const list = (recipes: readonly Recipe[], width: number): readonly string[] => [
  ...columns(
    recipes.map(({ command, memory, summary }) => [command, memoryWord(memory), summary]),
    width,
  ),
  "",
  wrapped("Memory is counted in multiples of the weights. One in full: thalweg optimizers adamw", width, 0),
];

/** A line of code, and a command line, to start from. */
const code = ({ name, defaults }: Recipe): string => {
  const { learningRate } = defaults;
  const options = typeof learningRate === "number" ? `{ learningRate: ${learningRate} }` : "";
  return `import { ${name} } from "thalweg"; const optimizer = ${name}(${options});`;
};

const train = ({ command, defaults }: Recipe): string => {
  const { learningRate, ...others } = defaults;
  const rate = typeof learningRate === "number" ? ` --learning-rate ${learningRate}` : "";
  const [option] = Object.entries(others).filter(([, value]) => typeof value === "number");
  return `thalweg train garments --optimizer ${command}${rate}${option ? ` --set ${option[0]}=${option[1]}` : ""}`;
};

const entry = (recipe: Recipe, width: number): readonly string[] => {
  const { command, name, summary, formula, memory, whenToUse, knownIssue, source, needs, defaults, rules } = recipe;
  return [
    wrapped(`${command}: ${summary}`, width, 0),
    "",
    ...entryFields(
      [
        ["rule", formula],
        ["memory", memory],
        ["when", whenToUse],
        ["known issue", knownIssue],
        ...(needs === undefined ? [] : [["needs", needsText[needs]] as const]),
        ["source", source],
        ["in code", name],
      ],
      width,
    ),
    "",
    "options, with what they are unless given and what they must be",
    ...columns(
      Object.entries(defaults).map(([option, standard]) => {
        const { says, scheduled } = rules[option];
        return [option, JSON.stringify(standard), scheduled ? `${says}, or a schedule` : says];
      }),
      width,
    ),
    "",
    ...entryFields(
      [
        ["program", code(recipe)],
        ["command", train(recipe)],
      ],
      width,
    ),
  ];
};

const recipeNamed = (name: string): Recipe => {
  const recipes = Object.values(optimizers);
  const found = recipes.find((recipe) => recipe.command === name || recipe.name === camelCase(name));
  if (found) return optimizerNamed(found.command);
  // `train` has this name for two of them.
  if (name === "sgd") throw wrongUsage("sgd is gd on mini-batches, or momentum: thalweg optimizers gd, or momentum");
  const near = suggestion(name, Object.keys(optimizers));
  throw wrongUsage(
    `there is no optimizer ${name}${near.startsWith("; did") ? near : "; thalweg optimizers lists them"}`,
  );
};

/** `thalweg optimizers [name]` */
export const optimizersCommand = ({ out }: Surroundings): Command =>
  new Command("optimizers")
    .summary("lists the optimizers, or tells all of one")
    .description("Lists the optimizers, or tells all of one: its rule, options, memory, and what it is good for.")
    .addArgument(new Argument("[name]", "an optimizer, such as adamw"))
    .addOption(new Option("--json", "one line of JSON"))
    .action((name: string | undefined, { json = false }: { json?: boolean }) => {
      const recipes = name === undefined ? Object.values(optimizers) : [recipeNamed(name)];
      if (json) {
        const told = name === undefined ? { optimizers: recipes.map(facts) } : facts(recipes[0]);
        out.write(`${JSON.stringify(told)}\n`);
        return;
      }
      const width = lineWidth(out);
      out.write(`${(name === undefined ? list(recipes, width) : entry(recipes[0], width)).join("\n")}\n`);
    });
