/** Several schedules on a command line: `constant,warmup-cosine,exponential:decay=0.999`. */
import type { Schedule } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { scheduleNames, scheduleOver } from "../run/schedule.ts";
import { shapeNamed } from "./names.ts";
import { cut, readSchedule } from "./notation.ts";

/** Options that follow from the run where they are left out. */
const fromRun: Readonly<Record<string, "peak" | "steps">> = {
  peak: "peak",
  initial: "peak",
  value: "peak",
  total: "steps",
};

/** Parts between commas; one that is only an option belongs to the schedule before it. */
const partsOf = (text: string): readonly string[] =>
  cut(text, ",").reduce<string[]>((parts, part) => {
    if (parts.length > 0 && /^[\w-]+\s*=/.test(part)) parts[parts.length - 1] += `,${part}`;
    else parts.push(part);
    return parts;
  }, []);

const scheduleIn = (text: string, run: { readonly peak: number; readonly steps: number }): Schedule => {
  if (scheduleNames.includes(text)) return scheduleOver(text, run);
  const [name, ...rest] = text.split(":");
  const { required } = shapeNamed(name.trim());
  const given = rest.join(":");
  const missing = required.filter((option) => option in fromRun && !new RegExp(`(^|,)\\s*${option}\\s*=`).test(given));
  const added = missing.map((option) => `${option}=${run[fromRun[option]]}`);
  const schedule = readSchedule(`${name}:${[...(given === "" ? [] : [given]), ...added].join(",")}`);
  if (typeof schedule !== "number") return schedule;
  throw wrongUsage(`--compare: ${text} is a number; name a schedule, such as constant`);
};

/** Schedules over a run, each by the text it was written as. */
export const namedSchedules = (text: string, run: { readonly peak: number; readonly steps: number }) => {
  const parts = partsOf(text);
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice !== undefined)
    throw wrongUsage(`--compare: ${twice === "" ? "nothing" : twice} is there twice; name each once`);
  return parts.map((name) => ({ name, schedule: scheduleIn(name, run) }));
};
