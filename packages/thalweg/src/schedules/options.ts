import { ThalwegError } from "../errors/thalweg-error.ts";
import { asSchedule, type Schedule, type StepFunction } from "./schedule.ts";

const isStepFunction = (value: unknown): value is StepFunction => typeof value === "function";

const show = (value: unknown): string => {
  if (typeof value === "function") return "a function";
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
};

/** The options of one schedule, from code, a saved spec or a command line, checked as they are read. */
export class Options {
  private readonly owner: string;
  private readonly values: ReadonlyMap<string, unknown>;

  /** `owner` begins every error: `warmupCosine: peak must be …`. */
  constructor(owner: string, values: object) {
    this.owner = owner;
    this.values = new Map(Object.entries(values));
  }

  require(holds: boolean, message: string): void {
    if (!holds) throw new ThalwegError("argument", `${this.owner}: ${message}`);
  }

  has(name: string): boolean {
    return (this.values.get(name) ?? null) !== null;
  }

  /** A rate or another hyperparameter: finite and not negative. */
  rate(name: string): number {
    return this.number(name, "≥ 0", (value) => value >= 0);
  }

  finite(name: string): number {
    return this.number(name, "a finite number", () => true);
  }

  positive(name: string): number {
    return this.number(name, "> 0", (value) => value > 0);
  }

  fraction(name: string): number {
    return this.number(name, "in [0, 1]", (value) => value >= 0 && value <= 1);
  }

  /** `peak` and `floor`, which lies below or at the peak. */
  span(): { peak: number; floor: number } {
    const peak = this.rate("peak");
    const floor = this.rate("floor");
    this.require(floor <= peak, `floor must be ≤ peak (${peak}), got ${floor}`);
    return { peak, floor };
  }

  /** A number of steps. */
  count(name: string, least = 1): number {
    return this.number(
      name,
      `a whole number of steps ≥ ${least}`,
      (value) => Number.isSafeInteger(value) && value >= least,
    );
  }

  /** Numbers of steps, increasing. */
  counts(name: string): readonly number[] {
    const items = this.list(name);
    const counts = items.filter(
      (item): item is number => typeof item === "number" && Number.isSafeInteger(item) && item >= 1,
    );
    const rising = counts.every((count, i) => i === 0 || count > counts[i - 1]);
    return rising && counts.length === items.length
      ? counts
      : this.refuse(name, "increasing whole numbers of steps ≥ 1", items);
  }

  number(name: string, rule: string, holds: (value: number) => boolean): number {
    const value = this.values.get(name);
    if (typeof value === "number" && Number.isFinite(value) && holds(value)) return value;
    return this.refuse(name, rule, value);
  }

  flag(name: string): boolean {
    const value = this.values.get(name);
    return typeof value === "boolean" ? value : this.refuse(name, "true or false", value);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.values.get(name);
    const chosen = choices.find((choice) => choice === value);
    return chosen ?? this.refuse(name, `one of ${choices.join(", ")}`, value);
  }

  /** A number, a schedule or any function of the step. */
  schedule(name: string): Schedule {
    const value = this.values.get(name);
    if (isStepFunction(value)) return asSchedule(value);
    if (typeof value === "number") return asSchedule(this.rate(name));
    return this.refuse(name, "a schedule, a function of the step or a number", value);
  }

  /** A list that is not empty, each item named in errors by its position. */
  list(name: string): readonly unknown[] {
    const value = this.values.get(name);
    return Array.isArray(value) && value.length > 0 ? value : this.refuse(name, "a list with one item or more", value);
  }

  /** The options of item `position` of a list. */
  item(name: string, position: number, value: unknown): Options {
    if (typeof value !== "object" || value === null) return this.refuse(`${name}[${position}]`, "an object", value);
    return new Options(`${this.owner}: ${name}[${position}]`, value);
  }

  private refuse(name: string, rule: string, value: unknown): never {
    throw new ThalwegError("argument", `${this.owner}: ${name} must be ${rule}, got ${show(value)}`);
  }
}
