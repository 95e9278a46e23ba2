/** What the library needs from a browser page or worker; `node.ts` has the same exports. */
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { FolderEntry } from "./folder-entry.ts";
import type { Foreign, ForeignLibrary, ForeignPackage } from "./foreign.ts";
import type { TextStream } from "./text-stream.ts";

export type { FolderEntry } from "./folder-entry.ts";
export type { Foreign, ForeignFunction, ForeignLibrary, ForeignPackage } from "./foreign.ts";
export type { TextStream } from "./text-stream.ts";

/** Which of the two platform files was chosen by the package's import conditions. */
export const name: "node" | "browser" = "browser";

/** Whether WebAssembly memory may be shared between threads: only where the page is cross-origin isolated. */
export const sharedMemoryAllowed = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" && globalThis.crossOriginIsolated === true;

/** How many threads can run at the same time. */
export const threadCount = (): number => navigator.hardwareConcurrency || 1;

/** Whether the calling thread may sleep until another one wakes it: only those of dedicated and shared workers. */
export const maySleep = (): boolean =>
  "DedicatedWorkerGlobalScope" in globalThis || "SharedWorkerGlobalScope" in globalThis;

/**
 * Runs `main` on `data` in a thread of its own. The thread gets the text of `main`, so that bundles need no second file:
 * `main` and `part`, a function or undefined, must close over nothing. There is no `load`.
 */
export const startThread = <T, P>(
  main: (data: T, part: P, load: (path: string) => Foreign) => void,
  data: T,
  part: P,
): void => {
  const source = `onmessage = ({ data }) => { (${main})(data, ${part}); close(); };`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.onerror = ({ message }) =>
    console.warn(`thalweg: a thread ended: ${message ?? "the page's policy may lack worker-src blob:"}`);
  worker.postMessage(data);
};

/** Does nothing: a page's threads end with it. */
export const onExit = (_last: () => void): void => {};

/** Does nothing: browsers decide on relaxed SIMD themselves. */
export const enableRelaxedSimd = (): void => {};

const noFiles = (
  what: string,
  remedy = "fetch the bytes and read them with readIdx, readNpy or parseCsv, or use garments(), which needs no files",
): never => {
  throw new ThalwegError("file", `${what}: a browser page has no files of its own; ${remedy}`);
};

/** Always fails: a page has no file system. */
export const readFile = async (path: string): Promise<Uint8Array | undefined> => noFiles(`readFile ${path}`);

/** Always fails: a page has no file system. */
export const listFolder = async (path: string): Promise<FolderEntry[] | undefined> =>
  noFiles(`listFolder ${path}`, "decode images with decodePng() or a canvas and join them with dataset()");

/** Always fails: a page has no file system. */
export const makeFolder = async (path: string): Promise<void> =>
  noFiles(`${path} cannot be made`, "keep files in memory");

/** Always fails: a page has no file system. */
export const writeFileAtomic = async (path: string, _bytes: Uint8Array): Promise<void> =>
  noFiles(`${path} cannot be written`, "keep what trainer.weights() gives, packed by encodeSafetensors()");

/** Always fails: a page has no file system. */
export const appendFile = async (path: string, _bytes: Uint8Array): Promise<void> =>
  noFiles(`${path} cannot be written`, "keep what onStepEnd() and onEpochEnd() of a callback are given");

const decompressed = async (bytes: Uint8Array, format: CompressionFormat): Promise<Uint8Array> => {
  const unpacked = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream(format));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
};

/** Unpacks gzip; rejects when the bytes end early or are damaged. */
export const gunzip = (bytes: Uint8Array): Promise<Uint8Array> => decompressed(bytes, "gzip");

/** Unpacks zlib's format, as PNG files hold it; rejects when the bytes end early or are damaged. */
export const inflate = (bytes: Uint8Array): Promise<Uint8Array> => decompressed(bytes, "deflate");

/** Always fails: browsers offer no MD5. */
export const md5 = (_bytes: Uint8Array): string => noFiles("md5");

/** Always undefined: a page has no process environment. */
export const environment = (_variable: string): string | undefined => undefined;

export const joinPath = (folder: string, ...names: readonly string[]): string => [folder, ...names].join("/");

/** Always fails: a page has no cache folder. */
export const cacheFolder = (): string => noFiles("cacheFolder");

/** The same for all pages: they write no files. */
export const processName = (): string => "page";

/** The page's console; each text becomes an entry of its own. */
export const standardOutput = (): TextStream => ({ write: (text) => console.log(text.replace(/\n$/, "")) });

/** Resolves once the event loop has turned: what only it lets go of, such as targets of WeakRefs, may be collected then. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** Always undefined: pages call no machine code. */
export const foreignPackage = (): ForeignPackage | undefined => undefined;

/** Always fails: pages call no machine code. */
export const openLibrary = (
  _foreign: Foreign,
  path: string,
  _variables: Readonly<Record<string, string>>,
): ForeignLibrary => {
  throw new ThalwegError("device", `${path} cannot be opened: a browser page calls no machine code; leave blas off`);
};
