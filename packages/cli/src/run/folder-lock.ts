import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../command-error.ts";

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** Whether a process with this number is there: one that may not be asked is. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
};

/** Puts a file in place that was not there; false where one was. */
const placed = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/**
 * Makes sure that this process alone works in a folder; gives what lets others in again. Locks of processes that are no
 * more are taken over; `refusal` says what a living one does there.
 */
export const lockFolder = async (
  folder: string,
  refusal: (holder: string, lock: string) => string,
): Promise<() => Promise<void>> => {
  const lock = join(folder, "lock");
  const own = join(folder, `lock.${process.pid}`);
  // Linked whole, so that nobody reads half a number.
  await writeFile(own, String(process.pid));
  try {
    for (let attempt = 0; !(await placed(own, lock)); attempt++) {
      const holder = await readFile(lock, "utf8").catch(() => "");
      const isTaken = holder !== "" && holder !== String(process.pid) && isAlive(Number(holder));
      if (isTaken || attempt > 5) {
        throw new CommandError(refusal(holder, lock), 1);
      }
      await takeAway(lock, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(lock, { force: true });
};

/** Removes a lock, unless another process has put its own there meanwhile. */
const takeAway = async (lock: string, holder: string): Promise<void> => {
  const aside = `${lock}.old.${process.pid}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) !== holder) await placed(aside, lock);
  await rm(aside, { force: true });
};
