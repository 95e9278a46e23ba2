import { readFile } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** The bytes of a file that must be there. */
export const readNamed = async (path: string, what: string): Promise<Uint8Array> => {
  const bytes = await readFile(path);
  if (bytes !== undefined) return bytes;
  throw new ThalwegError("file", `${what}: there is no file ${path}; give the path from where the program runs`);
};
