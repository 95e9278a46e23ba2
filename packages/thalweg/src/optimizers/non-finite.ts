import { ThalwegError } from "../errors/thalweg-error.ts";

/** What happens to a step whose gradient is not finite; the weights never become NaN. */
export interface NonFinitePolicy {
  /** Leave the step out and say so, or throw; "skip" unless given. */
  readonly nonFinite?: "skip" | "error";
  /** How many steps in a row may be left out before an error ends it; any number unless given. */
  readonly skipLimit?: number;
}

export const checkPolicy = (owner: string, { nonFinite = "skip", skipLimit = 1 }: NonFinitePolicy): void => {
  if (nonFinite !== "skip" && nonFinite !== "error") {
    throw new ThalwegError("argument", `${owner}: nonFinite must be "skip" or "error", got ${String(nonFinite)}`);
  }
  if (skipLimit !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(skipLimit) && skipLimit >= 0)) {
    throw new ThalwegError("argument", `${owner}: skipLimit must be a whole number ≥ 0, got ${skipLimit}`);
  }
};

/** Throws where the policy does not allow one more step to be left out; `inARow` counts this one. */
export const checkSkip = (
  { nonFinite = "skip", skipLimit = Number.POSITIVE_INFINITY }: NonFinitePolicy,
  reason: string,
  inARow: number,
): void => {
  if (nonFinite === "error") {
    throw new ThalwegError("non-finite", `${reason}; lower the learning rate, clip, or look at the data`);
  }
  if (inARow > skipLimit) {
    throw new ThalwegError(
      "non-finite",
      `${inARow} steps in a row were left out (skipLimit ${skipLimit}), the last because ${reason}; lower the learning rate, clip, or look at the data`,
    );
  }
};
