export type { LoggedEvent } from "./event.ts";
export { EventWriter } from "./event-writer.ts";
export { type Histogram, histogramOf } from "./histogram.ts";
export type { Hyperparameters } from "./hyperparameters.ts";
export {
  decodeJsonLine,
  encodeJsonLine,
  type JsonLine,
  JsonLinesWriter,
  parseJsonLines,
  readJsonLines,
} from "./json-lines.ts";
export { type EventFile, readEventFile, readEvents, type ScalarPoint, scalarsIn } from "./read-events.ts";
export type { RecordsEnd } from "./records.ts";
export type { SummaryValue } from "./summary.ts";
