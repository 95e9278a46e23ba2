import { gunzip } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** The bytes of a file, taken out of gzip when they are in it. */
export const unpacked = async (bytes: Uint8Array, name: string): Promise<Uint8Array> => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await gunzip(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ThalwegError(
      "file",
      `${name}: the gzip data is cut off or damaged (${reason}); download the file again`,
      {
        cause: error,
      },
    );
  }
};
