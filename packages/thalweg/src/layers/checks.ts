import { ThalwegError } from "../errors/thalweg-error.ts";

/** Throws when an option of a layer breaks its rule: `dropout: rate must be in [0, 1), got 1`. */
export const checkOption = (holds: boolean, layer: string, option: string, rule: string, value: unknown): void => {
  if (!holds) throw new ThalwegError("argument", `${layer}: ${option} must be ${rule}, got ${String(value)}`);
};

/** The name a layer was given, or that of its kind. */
export const layerName = (given: string | undefined, kind: string): string => {
  const name = given ?? kind;
  // Slashes separate layers in the names of parameters.
  checkOption(name !== "" && !name.includes("/"), kind, "name", "a text without slashes", JSON.stringify(name));
  return name;
};
