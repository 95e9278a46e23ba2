/** What the library needs from Node (and from Deno and Bun, which follow it); `browser.ts` has the same exports. */
import { createHash } from "node:crypto";
import {
  appendFile as appendBytes,
  mkdir,
  readFile as readBytes,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, homedir, hostname } from "node:os";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { gunzip as gunzipWithCallback, inflate as inflateWithCallback } from "node:zlib";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { FolderEntry } from "./folder-entry.ts";
import type { Foreign, ForeignLibrary, ForeignPackage } from "./foreign.ts";
import type { TextStream } from "./text-stream.ts";

export type { FolderEntry } from "./folder-entry.ts";
export type { Foreign, ForeignFunction, ForeignLibrary, ForeignPackage } from "./foreign.ts";
export type { TextStream } from "./text-stream.ts";

/** Which of the two platform files was chosen by the package's import conditions. */
export const name: "node" | "browser" = "node";

/** Whether WebAssembly memory may be shared between threads. */
export const sharedMemoryAllowed = (): boolean => typeof SharedArrayBuffer !== "undefined";

/** How many threads can run at the same time. */
export const threadCount = (): number => availableParallelism();

/** Whether the calling thread may sleep until another one wakes it. */
export const maySleep = (): boolean => true;

/**
 * Runs `main` on `data` in a thread of its own, which keeps no process alive. The thread gets the text of `main`, so that
 * bundles need no second file: `main` and `part`, a function or undefined, must close over nothing. `load` gets packages.
 */
export const startThread = <T, P>(
  main: (data: T, part: P, load: (path: string) => Foreign) => void,
  data: T,
  part: P,
): void => {
  const source = `(${main})(require("node:worker_threads").workerData, ${part}, require)`;
  const worker = new Worker(source, { eval: true, workerData: data, execArgv: [] });
  worker.on("error", ({ message }) => console.warn(`thalweg: a thread ended: ${message}`));
  worker.unref();
};

/** Calls `last` when the process, or the worker it is called in, ends by itself or by `process.exit`. */
export const onExit = (last: () => void): void => {
  process.once("exit", last);
};

/**
 * Lets WebAssembly modules compiled from now on use relaxed SIMD (fused multiply-add).
 *
 * Node 20 has it behind this flag. Call it only where the feature is missing: later versions complain of the flag.
 */
export const enableRelaxedSimd = (): void => {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

const because = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code === "EISDIR" ? "it is a folder; name a file in it" : error.message;
};

/** The bytes of a file, or undefined when there is none. */
export const readFile = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    return new Uint8Array(await readBytes(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new ThalwegError("file", `${path} cannot be read: ${because(error)}`, { cause: error });
  }
};

/** What is in a folder, sorted by name and followed through links; undefined when there is none. */
export const listFolder = async (path: string): Promise<FolderEntry[] | undefined> => {
  try {
    const names = (await readdir(path)).sort();
    return await Promise.all(
      names.map(async (entry) => ({ name: entry, isFolder: (await stat(join(path, entry))).isDirectory() })),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new ThalwegError("file", `${path} cannot be read: ${because(error)}`, { cause: error });
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** Makes a folder and those it is in, where they are missing. Node's own recursion never ends below /proc. */
export const makeFolder = async (path: string): Promise<void> => {
  const make = async (): Promise<void> => {
    await mkdir(path).catch(async (error: unknown) => {
      const isThere = codeOf(error) === "EEXIST" && (await stat(path)).isDirectory();
      if (!isThere) throw error;
    });
  };
  try {
    await make();
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== "ENOENT" || parent === path) throw error;
    await makeFolder(parent);
    await make();
  }
};

/** Writes a file whole or not at all: to a temporary name beside it, then renamed. Makes missing folders. */
export const writeFileAtomic = async (path: string, bytes: Uint8Array): Promise<void> => {
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
  try {
    await makeFolder(dirname(path));
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new ThalwegError("file", `${path} cannot be written: ${because(error)}`, { cause: error });
  }
};

/** Writes bytes at the end of a file. Makes the file and its folders where they are missing. */
export const appendFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  try {
    await makeFolder(dirname(path));
    await appendBytes(path, bytes);
  } catch (error) {
    throw new ThalwegError("file", `${path} cannot be written: ${because(error)}`, { cause: error });
  }
};

/** Unpacks gzip; rejects when the bytes end early or are damaged. */
export const gunzip = (bytes: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    gunzipWithCallback(bytes, (error, unpacked) => (error ? reject(error) : resolve(new Uint8Array(unpacked))));
  });

/** Unpacks zlib's format, as PNG files hold it; rejects when the bytes end early or are damaged. */
export const inflate = (bytes: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    inflateWithCallback(bytes, (error, unpacked) => (error ? reject(error) : resolve(new Uint8Array(unpacked))));
  });

/** The MD5 sum in hexadecimal: for comparing with published sums, not for security. */
export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** A variable of the process environment; undefined when unset or empty. */
export const environment = (variable: string): string | undefined => process.env[variable] || undefined;

export const joinPath = (folder: string, ...names: readonly string[]): string => join(folder, ...names);

/** The user's cache folder for Thalweg, by the custom of the system. */
export const cacheFolder = (): string => {
  const custom = environment("XDG_CACHE_HOME");
  if (custom !== undefined) return join(custom, "thalweg");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "thalweg");
  const local = process.platform === "win32" ? environment("LOCALAPPDATA") : undefined;
  return local === undefined ? join(homedir(), ".cache", "thalweg") : join(local, "thalweg");
};

/** Machine and process, `host.1234`: for names of files that no other program writes. */
export const processName = (): string => `${hostname().replace(/[^\w-]/g, "-")}.${process.pid}`;

/** Where a program's text goes. */
export const standardOutput = (): TextStream => process.stdout;

/** Resolves once the event loop has turned: what only it lets go of, such as targets of WeakRefs, may be collected then. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What calls libraries of machine code, where the optional package koffi is installed. */
export const foreignPackage = (): ForeignPackage | undefined => {
  const require = createRequire(import.meta.url);
  try {
    const path = require.resolve("koffi");
    const foreign: Foreign = require(path);
    return { path, foreign, system: process.platform };
  } catch {
    return undefined;
  }
};

/** Opens a library with variables in the process environment, those apart that are set already. */
export const openLibrary = (
  foreign: Foreign,
  path: string,
  variables: Readonly<Record<string, string>>,
): ForeignLibrary => {
  const added = Object.entries(variables).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of added) process.env[name] = value;
  try {
    return foreign.load(path);
  } finally {
    for (const [name] of added) delete process.env[name];
  }
};
