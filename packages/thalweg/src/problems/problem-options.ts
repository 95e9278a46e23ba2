import { ThalwegError } from "../errors/thalweg-error.ts";

/** What decides drawn data. */
export interface ProblemOptions {
  /** 512 unless given. */
  readonly examples?: number;
  /** λ of the penalty λ/2·‖w‖²; 0 unless given. */
  readonly decay?: number;
  /** 0 unless given. */
  readonly seed?: number;
}

/** Throws where one of the counts is none. */
export const checkCounts = (where: string, counts: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new ThalwegError("argument", `${where}: ${name} must be a whole number ≥ 1, got ${value}`);
  }
};

/** Throws where one of the numbers is negative or not finite. */
export const checkNotNegative = (where: string, numbers: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isFinite(value) && value >= 0) continue;
    throw new ThalwegError("argument", `${where}: ${name} must be a finite number ≥ 0, got ${value}`);
  }
};
