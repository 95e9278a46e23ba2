/** What TensorBoard's table of hyperparameters reads: which there are, how a run began with them, how it ended. */
import { Message } from "./message.ts";
import type { SummaryValue } from "./summary.ts";

/** Settings of a run by name; nested ones have names such as `optimizer/beta1`. */
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** The scalars whose last values stand beside the settings, by their tags. */
export type ResultTags = readonly string[];

const kinds = { string: 1, boolean: 2, number: 3 };
const inData = { experiment: 2, start: 3, end: 4 };

const plugin = (tag: string, data: Message): SummaryValue => ({
  tag: `_hparams_/${tag}`,
  kind: "plugin",
  plugin: "hparams",
  content: data.finish(),
});

/** google.protobuf.Value */
const valueMessage = (value: number | string | boolean): Message => {
  if (typeof value === "number") return new Message().double(2, value);
  return typeof value === "string" ? new Message().text(3, value) : new Message().whole(4, Number(value));
};

const kindOf = (value: number | string | boolean): number => {
  if (typeof value === "number") return kinds.number;
  return typeof value === "string" ? kinds.string : kinds.boolean;
};

/** The columns of the table. */
export const experimentValue = (settings: Hyperparameters, results: ResultTags, wallTime: number): SummaryValue => {
  const experiment = new Message().double(3, wallTime);
  for (const [name, value] of Object.entries(settings)) {
    experiment.message(4, new Message().text(1, name).whole(4, kindOf(value)));
  }
  for (const tag of results) experiment.message(5, new Message().message(1, new Message().text(2, tag)));
  return plugin("experiment", new Message().message(inData.experiment, experiment));
};

/** The settings of one run. */
export const sessionStartValue = (settings: Hyperparameters, wallTime: number): SummaryValue => {
  const start = new Message();
  for (const [name, value] of Object.entries(settings)) {
    start.message(1, new Message().text(1, name).message(2, valueMessage(value)));
  }
  start.double(5, wallTime);
  return plugin("session_start_info", new Message().message(inData.start, start));
};

/** That the run came to its end. */
export const sessionEndValue = (wallTime: number): SummaryValue => {
  const success = 1;
  const end = new Message().whole(1, success).double(2, wallTime);
  return plugin("session_end_info", new Message().message(inData.end, end));
};
