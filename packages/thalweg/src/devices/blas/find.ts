import { type Foreign, type ForeignLibrary, foreignPackage, openLibrary } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import { renderGather } from "./gather.ts";
import { blasEntry, blasTable, blasWords } from "./layout.ts";
import { type KnownBlas, knownBlas } from "./libraries.ts";
import type { BlasConnection } from "./product.ts";

/** A BLAS that was found and told to start no threads. */
export interface Blas {
  /** Such as `OpenBLAS`; the file's path for one that is not known. */
  readonly name: string;
  /** What it says of itself, such as its version and the kind of processor it computes for. */
  readonly about: string;
  readonly path: string;
  readonly connection: BlasConnection;
  /** What calls it, and where threads find that. */
  readonly foreign: Foreign;
  readonly foreignPath: string;
  /** Held, so that it stays loaded. */
  readonly library: ForeignLibrary;
}

/** The BLAS, or why there is none. */
export type BlasSearch = { readonly blas: Blas } | { readonly blas: undefined; readonly reason: string };

const wholeNumber = ["int64_t"];

const quiet = Object.fromEntries(knownBlas.flatMap(({ variables }) => Object.entries(variables)));

/** A function's result, or undefined where the library has no such function. */
const ask = (library: ForeignLibrary, name: string, result: string): unknown => {
  try {
    return library.func(name, result, [])();
  } catch {
    return undefined;
  }
};

const has = (library: ForeignLibrary, name: string): boolean => {
  try {
    library.func(name, "void", []);
    return true;
  } catch {
    return false;
  }
};

/** The library at `path` as a BLAS, or why it is none. */
const opened = (
  { foreign, path: foreignPath }: { readonly foreign: Foreign; readonly path: string },
  path: string,
  shared: boolean,
): BlasSearch => {
  let library: ForeignLibrary;
  try {
    library = openLibrary(foreign, path, quiet);
  } catch (error) {
    return { blas: undefined, reason: error instanceof Error ? error.message : String(error) };
  }
  const sgemm = ["cblas_sgemm", "cblas_sgemm64_"].find((name) => has(library, name));
  if (sgemm === undefined) return { blas: undefined, reason: "it has no function cblas_sgemm" };
  // Built so, it would have threads share working memory without a lock.
  if (ask(library, "openblas_get_parallel", "int") === 0) {
    return { blas: undefined, reason: "this OpenBLAS was built for programs of one thread; install one with threads" };
  }
  const known = knownBlas.find(({ sign }) => has(library, sign));
  for (const [name, value] of known?.once ?? []) {
    if (has(library, name)) library.func(name, "int", wholeNumber)(value);
  }
  if (known) library.func(known.setThreads, "void", wholeNumber)(1);
  const about = aboutOf(library, known);
  const connection = {
    path,
    integer: sgemm.endsWith("64_") || about.includes("USE64BITINT") ? "int64_t" : "int",
    sgemm,
    setThreads: known ? [known.setThreads] : [],
    words: blasWords,
    table: blasTable,
    entry: blasEntry,
    gather: renderGather(shared),
  } as const;
  return { blas: { name: known?.name ?? path, about, path, connection, foreign, foreignPath, library } };
};

const aboutOf = (library: ForeignLibrary, known: KnownBlas | undefined): string => {
  const text = known?.about === undefined ? undefined : ask(library, known.about, "str");
  return typeof text === "string" ? text.trim() : "";
};

const noPackage =
  "the package koffi, which calls libraries, is not installed, or not for this system: npm install koffi";

/**
 * Finds a BLAS: `auto` tries those that are known, `off` none, anything else is the path or name of a
 * library, which must be one. `shared`: whether the memory it computes in is.
 */
export const findBlas = (choice: string, shared = true): BlasSearch => {
  if (choice === "off") return { blas: undefined, reason: "it is off" };
  const calling = foreignPackage();
  if (choice !== "auto") {
    if (!calling) throw new ThalwegError("device", `blas: "${choice}" cannot be used: ${noPackage}`);
    const search = opened(calling, choice, shared);
    if (search.blas) return search;
    throw new ThalwegError(
      "device",
      `blas: "${choice}" cannot be used: ${search.reason}; name a library that has cblas_sgemm, or "auto" or "off"`,
    );
  }
  if (!calling) return { blas: undefined, reason: noPackage };
  const files = knownBlas.flatMap((known) => known.files[calling.system] ?? []);
  for (const file of files) {
    const search = opened(calling, file, shared);
    if (search.blas) return search;
  }
  return { blas: undefined, reason: `none of ${files.join(", ")} can be used` };
};
