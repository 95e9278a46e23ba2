import type { Chain } from "../../optimizers/index.ts";
import type { GoldenCase } from "../../optimizers/testing/golden.ts";

type Value = GoldenCase["settings"][string];

/** How a library's settings are called here; a list spreads over several options. */
export type Names = Readonly<Record<string, string | readonly string[]>>;

/** A library's settings under our names; what is not listed is called by its own name in camel case. */
export const optionsOf = (settings: Readonly<Record<string, Value>>, names: Names): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, Value][] => {
      const own = names[name] ?? inCamelCase(name);
      if (typeof own === "string") return [[own, value]];
      return Array.isArray(value) ? value.map((each, index): [string, Value] => [own[index], each]) : [];
    }),
  );

const inCamelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();

type Function = (options: Record<string, Value>) => Chain;

/** The function of a library's own name, case and underscores aside. */
export const functionNamed = (functions: object, name: string): Function | undefined => {
  const found = Object.entries<unknown>({ ...functions }).find(([own]) => plain(own) === plain(name))?.[1];
  return isFunction(found) ? found : undefined;
};

const isFunction = (value: unknown): value is Function => typeof value === "function";
