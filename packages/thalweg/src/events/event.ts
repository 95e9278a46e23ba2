/** The message Event of TensorFlow, of which an event file is a list. */
import { bytesIn, fieldsOf, Message, numberIn, textIn } from "./message.ts";
import { type SummaryValue, summaryIn, summaryMessage } from "./summary.ts";

/**
 * One entry of an event file. `start` says that a program began to write; where another one wrote before, what it left at
 * this step and later is replaced by what follows.
 */
export type LoggedEvent = {
  /** Updates made. */
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
} & (
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "start" }
  | { readonly kind: "values"; readonly values: readonly SummaryValue[] }
);

/** What the first event of every file says. */
export const fileVersion = "brain.Event:2";

const fields = { wallTime: 1, step: 2, version: 3, summary: 5, session: 7 };
const session = { status: 1, start: 1 };
const value = 1;

export const encodeEvent = (event: LoggedEvent): Uint8Array => {
  const message = new Message().double(fields.wallTime, event.wallTime).whole(fields.step, event.step);
  if (event.kind === "version") return message.text(fields.version, event.version).finish();
  if (event.kind === "start") {
    return message.message(fields.session, new Message().whole(session.status, session.start)).finish();
  }
  const summary = new Message();
  for (const entry of event.values) summary.message(value, summaryMessage(entry));
  return message.message(fields.summary, summary).finish();
};

/** Reads what `encodeEvent` wrote; undefined for kinds of events that Thalweg does not write. */
export const decodeEvent = (bytes: Uint8Array): LoggedEvent | undefined => {
  const found = fieldsOf(bytes);
  const at = { wallTime: numberIn(found, fields.wallTime) ?? 0, step: numberIn(found, fields.step) ?? 0 };
  const version = textIn(found, fields.version);
  if (version !== undefined) return { ...at, kind: "version", version };
  const log = bytesIn(found, fields.session);
  if (log !== undefined) {
    return numberIn(fieldsOf(log), session.status) === session.start ? { ...at, kind: "start" } : undefined;
  }
  const summary = bytesIn(found, fields.summary);
  if (summary === undefined) return undefined;
  const entries = fieldsOf(summary).filter(({ field }) => field === value);
  const values = entries.flatMap((entry) => (entry.wire === "bytes" ? (summaryIn(entry.value) ?? []) : []));
  return { ...at, kind: "values", values };
};
