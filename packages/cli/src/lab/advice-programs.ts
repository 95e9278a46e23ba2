/** Advice as a command line and as a program. */
import { optimizerNamed } from "thalweg/optimizers";
import type { Configuration } from "./advice.ts";
import type { Advice } from "./advice-answer.ts";
import type { Case } from "./advice-case.ts";

/** A word as shells read it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const isTable = ({ task, model }: Case): boolean =>
  task === "tabular" || task === "regression" || (task === "recommendation" && model !== "cnn");

/** What is trained: the user's own data where a command reads such, otherwise drawn ones. */
const trained = (given: Case): { readonly words: readonly string[]; readonly note?: string } => {
  const { task, model, file, target } = given;
  if (task === "language" || model === "rnn" || model === "transformer") {
    const name = model === "rnn" ? "lstm" : "transformer";
    return { words: ["train", "text", "--file", file ?? "text.txt", "--model", name] };
  }
  if (isTable(given)) {
    const hidden = model === "linear" ? ["--hidden", "none"] : [];
    const words = ["train", "csv", "--file", file ?? "table.csv", "--target", target ?? "target"];
    return { words: [...words, ...(task === "regression" ? ["--task", "regression"] : []), ...hidden] };
  }
  const hidden = model === "linear" ? ["--hidden", "none"] : [];
  const name = model === "cnn" ? "cnn" : "mlp";
  const note =
    task === "classification"
      ? "on drawn garments; fashion-mnist in their place takes photographs"
      : `these settings on drawn garments: no command trains ${task}, the program does`;
  return { words: ["train", "garments", "--model", name, ...hidden, "--standardize"], note };
};

/** Whether the optimizer has decay of its own, or of any kind. */
const settingWords = (configuration: Configuration): readonly string[] => {
  const { optimizer, learningRate, momentum, set, weightDecay, clip, schedule, warmup, batchSize, accumulate, epochs } =
    configuration;
  return [
    ...["--optimizer", optimizer, "--learning-rate", String(learningRate)],
    ...(momentum === undefined ? [] : ["--momentum", String(momentum)]),
    ...Object.entries(set).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
    ...(weightDecay === 0 && optimizer !== "adamw" ? [] : ["--weight-decay", String(weightDecay)]),
    ...["--schedule", schedule],
    ...(warmup === 0 ? [] : ["--warmup", `${100 * warmup}%`]),
    ...(clip === 0 ? [] : ["--clip", String(clip)]),
    ...["--batch-size", String(batchSize)],
    ...(accumulate === 1 ? [] : ["--accumulate", String(accumulate)]),
    ...["--epochs", String(epochs)],
  ];
};

/** A command line that trains so. */
export const commandFor = ({ case: given, configuration }: Advice): { command: string; note?: string } => {
  const { words, note } = trained(given);
  const held = words[1] === "garments" ? ["--validation-split", "0.1"] : [];
  const command = ["thalweg", ...words, ...held, ...settingWords(configuration)].map(quoted).join(" ");
  return { command, ...(note === undefined ? {} : { note }) };
};

/** The course of the rate as an expression, and the function it calls. */
const rateText = ({ learningRate, schedule, warmup }: Configuration): { text: string; imports: readonly string[] } => {
  if (schedule === "constant" && warmup === 0) return { text: String(learningRate), imports: [] };
  const warming = warmup === 0 ? "0" : "warming";
  if (schedule === "warmup-cosine") {
    const text = `warmupCosine({ peak: ${learningRate}, warmup: ${warming}, total: updates })`;
    return { text, imports: ["warmupCosine"] };
  }
  const course: Readonly<Record<string, (total: string) => readonly [name: string, text: string]>> = {
    constant: () => ["constant", `constant(${learningRate})`],
    linear: (total) => ["linear", `linear({ initial: ${learningRate}, total: ${total} })`],
    cosine: (total) => ["cosine", `cosine({ peak: ${learningRate}, total: ${total} })`],
  };
  const [name, text] = course[schedule](warmup === 0 ? "updates" : "updates - warming");
  if (warmup === 0) return { text, imports: [name] };
  return { text: `warmup(warming, ${text})`, imports: ["warmup", name] };
};

/** The optimizer as an expression. */
const optimizerText = (configuration: Configuration, rate: string): { text: string; imports: readonly string[] } => {
  const { optimizer, momentum, set, weightDecay } = configuration;
  const recipe = optimizerNamed(optimizer === "sgd" ? "momentum" : optimizer);
  const hasDecay = "weightDecay" in recipe.defaults;
  const options = [
    `learningRate: ${rate}`,
    ...(momentum === undefined ? [] : [`beta: ${momentum}`]),
    ...Object.entries(set).map(([name, value]) => `${name}: ${value}`),
    ...(hasDecay ? [`weightDecay: ${weightDecay}`] : []),
  ];
  const own = `${recipe.name}({ ${options.join(", ")} })`;
  if (hasDecay || weightDecay === 0) return { text: own, imports: [recipe.name] };
  return { text: `chain(addL2(${weightDecay}), ${own})`, imports: ["addL2", "chain", recipe.name] };
};

/** A program that trains so: `model`, `train` and `validation` are the user's. */
export const programFor = ({ case: given, configuration }: Advice): string => {
  const { clip, batchSize, accumulate: together, epochs, patience } = configuration;
  const isNumber = given.task === "regression";
  const loss = isNumber ? "mse" : "crossEntropy";
  const rate = rateText(configuration);
  const { text, imports } = optimizerText(configuration, rate.imports.length === 0 ? rate.text : "rate");
  const accumulated = together === 1 ? text : `accumulate(${together}, ${text})`;
  const usesUpdates = rate.imports.length > 0;
  const names = [
    ...new Set([
      "earlyStopping",
      "Trainer",
      loss,
      ...rate.imports,
      ...imports,
      ...(together === 1 ? [] : ["accumulate"]),
      ...(usesUpdates ? ["updatesPerEpoch"] : []),
    ]),
  ].sort((a, b) => a.localeCompare(b, "en"));
  const size = JSON.stringify(batchSize);
  const perUpdate = together === 1 ? "" : `Math.ceil(`;
  const updates = `${epochs} * ${perUpdate}updatesPerEpoch(train, ${size})${together === 1 ? "" : ` / ${together})`}`;
  return [
    `import { ${names.join(", ")} } from "thalweg";`,
    "",
    ...(usesUpdates ? [`const updates = ${updates};`] : []),
    ...(configuration.warmup === 0 ? [] : [`const warming = Math.floor(${configuration.warmup} * updates);`]),
    ...(rate.imports.length === 0 ? [] : [`const rate = ${rate.text};`]),
    "const trainer = new Trainer({",
    "  model,",
    `  loss: ${loss}(),`,
    `  optimizer: ${accumulated},`,
    ...(clip === 0 ? [] : [`  clip: ${clip},`]),
    "});",
    "await trainer.fit(train, {",
    `  epochs: ${epochs},`,
    `  batchSize: ${size},`,
    "  validation,",
    `  callbacks: [earlyStopping({ patience: ${patience} })],`,
    "});",
  ].join("\n");
};
