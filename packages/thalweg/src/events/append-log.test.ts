import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppendLog } from "./append-log.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const sizeOf = (path: string): Promise<number> =>
  readFile(path).then(
    ({ length }) => length,
    () => 0,
  );

describe("AppendLog", () => {
  it("writes what is appended in order when asked, and refuses more when closed", async () => {
    const log = new AppendLog(join(folder, "a", "log"));
    await log.append(Uint8Array.of(1, 2));
    await log.append(Uint8Array.of(3));
    expect(await sizeOf(log.path)).toBe(0);
    await log.flush();
    await log.append(Uint8Array.of(4));
    await log.close();
    expect([...(await readFile(log.path))]).toEqual([1, 2, 3, 4]);
    await expect(log.append(Uint8Array.of(5))).rejects.toThrow("is closed; open it anew");
  });

  it("writes by itself after 64 KB", async () => {
    const log = new AppendLog(join(folder, "log"));
    await log.append(new Uint8Array(65535));
    expect(await sizeOf(log.path)).toBe(0);
    await log.append(new Uint8Array(1));
    expect(await sizeOf(log.path)).toBe(65536);
    await log.close();
  });

  it("writes by itself after a second, even where nothing more is appended or no timer runs", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const log = new AppendLog(join(folder, "log"));
    await log.append(new Uint8Array(3));
    vi.advanceTimersByTime(999);
    expect(await sizeOf(log.path)).toBe(0);
    vi.advanceTimersByTime(1);
    await log.flush();
    expect(await sizeOf(log.path)).toBe(3);
    await log.append(new Uint8Array(3));
    vi.setSystemTime(Date.now() + 1000);
    await log.append(new Uint8Array(3));
    expect(await sizeOf(log.path)).toBe(9);
  });

  it("keeps parts whole and in order where nobody waits for the writes", async () => {
    const log = new AppendLog(join(folder, "log"));
    const parts = Array.from({ length: 20 }, (_, index) => new Uint8Array(10_000).fill(index));
    await Promise.all(parts.map((part) => log.append(part)));
    await log.close();
    expect(Buffer.concat(parts).equals(await readFile(log.path))).toBe(true);
  });

  it("says that a write failed to who appends next", async () => {
    const log = new AppendLog(folder);
    await log.append(Uint8Array.of(1));
    await expect(log.flush()).rejects.toThrow("cannot be written: it is a folder");
    await expect(log.close()).rejects.toThrow("cannot be written");
  });
});
