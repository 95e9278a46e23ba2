/** What it means that two runs differ in something. */

export const kinds = {
  knob: "settings that influence learning",
  data: "data",
  chance: "chance",
  place: "device, versions and places",
  consequence: "what follows from these",
} as const;

export type Kind = keyof typeof kinds;

/** Where files are, what is shown, and what computes: learning is the same to within rounding. */
const places: ReadonlySet<string> = new Set([
  ...["dataDir", "file", "device", "threads", "blas"],
  // Of texts, what samples are written like.
  ...["prompt", "temperature", "length", "sampleEvery"],
]);

/** What runs learn from and are tested on. */
const aboutData: ReadonlySet<string> = new Set(["dataset", "surface", "target", "task", "testExamples", "testSplit"]);

/** What a setting is, by the name it has in `run.json`. What is not known is taken for a knob: better one too many. */
export const kindOfSetting = (name: string): Kind => {
  if (name === "seed") return "chance";
  if (places.has(name)) return "place";
  return aboutData.has(name) ? "data" : "knob";
};

/** Settings that decide how many examples there are in each part of the data. */
const dividing = ["dataset", "trainExamples", "testExamples", "validationSplit", "testSplit", "context", "missing"];

/** Settings that decide how many updates a run makes, or how many of them warm up. */
export const lasting: readonly string[] = ["epochs", "updates", "batchSize", "accumulate", "warmup", ...dividing];

/** Settings that decide how many weights a model has. */
export const shaping: readonly string[] = [
  ...["model", "hidden", "width", "layers", "heads", "context", "dataset", "target", "task", "features"],
];

/** What a table's parts depend on, besides its rows. */
const ofTables = ["target", "task", "features", "separator", "missing", "testSplit", "validationSplit", "seed"];

/** Settings that decide a fact of the data, such as `trainExamples` or `fingerprints.test`. */
export const decidingData = (name: string, dataset: unknown): readonly string[] => {
  if (!name.startsWith("fingerprints.")) return dividing;
  if (dataset === "csv") return ofTables;
  if (dataset === "text") return ["validationSplit"];
  return ["dataset", name === "fingerprints.train" ? "trainExamples" : "testExamples"];
};
