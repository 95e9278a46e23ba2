import { cacheFolder, joinPath, md5, readFile, writeFileAtomic } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** Files published together at one address, with the sums their authors give. */
export interface Publication {
  /** Folder name in the cache. */
  readonly name: string;
  /** Ends in a slash. */
  readonly address: string;
  /** What to do when the address cannot be reached. */
  readonly otherwise: string;
}

export interface PublishedFile {
  readonly name: string;
  readonly md5: string;
}

/** Fetches bytes from an address; the global `fetch` unless another is given. */
export type Fetch = (address: string) => Promise<Response>;

const because = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

const download = async (file: PublishedFile, from: Publication, fetchFrom: Fetch): Promise<Uint8Array> => {
  const address = `${from.address}${file.name}`;
  try {
    const response = await fetchFrom(address);
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new ThalwegError(
      "file",
      `${from.name}: could not download ${address} (${because(error)}); ${from.otherwise}`,
      {
        cause: error,
      },
    );
  }
};

/**
 * The bytes of a published file, from the cache when its sum is right, else downloaded. A download
 * whose sum is wrong is refused and leaves nothing behind.
 */
export const publishedFile = async (
  file: PublishedFile,
  from: Publication,
  { cache = cacheFolder(), fetchFrom = fetch }: { cache?: string; fetchFrom?: Fetch } = {},
): Promise<Uint8Array> => {
  const path = joinPath(cache, from.name, file.name);
  const cached = await readFile(path);
  if (cached !== undefined && md5(cached) === file.md5) return cached;
  const bytes = await download(file, from, fetchFrom);
  const sum = md5(bytes);
  if (sum !== file.md5) {
    throw new ThalwegError(
      "file",
      `${from.name}: ${from.address}${file.name} must have the MD5 sum ${file.md5}, got ${sum} ` +
        `(${bytes.length} bytes); try again later, or ${from.otherwise}`,
    );
  }
  await writeFileAtomic(path, bytes);
  return bytes;
};
