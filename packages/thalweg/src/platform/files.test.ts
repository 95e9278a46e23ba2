import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as browser from "./browser.ts";
import * as node from "./node.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe("files on Node", () => {
  it("reads what it wrote, making folders and leaving no temporary file", async () => {
    const path = node.joinPath(folder, "a", "b.bin");
    await node.writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    await node.writeFileAtomic(path, Uint8Array.of(4));
    expect(await node.readFile(path)).toEqual(Uint8Array.of(4));
    expect(await readdir(join(folder, "a"))).toEqual(["b.bin"]);
  });

  it("adds to a file, making it and its folders first", async () => {
    const path = node.joinPath(folder, "a", "b", "log.bin");
    await node.appendFile(path, Uint8Array.of(1, 2));
    await node.appendFile(path, Uint8Array.of(3));
    expect(await node.readFile(path)).toEqual(Uint8Array.of(1, 2, 3));
    await expect(node.appendFile(folder, Uint8Array.of(1))).rejects.toThrow(
      /cannot be written: it is a folder; name a file/,
    );
  });

  it("names the machine and the process as part of a file's name", () => {
    expect(node.processName()).toMatch(new RegExp(`^[\\w-]+\\.${process.pid}$`));
  });

  it("has no bytes for a missing file, an error for what is no file", async () => {
    expect(await node.readFile(join(folder, "none"))).toBeUndefined();
    await expect(node.readFile(folder)).rejects.toMatchObject({ code: "file" });
  });

  it("lists folders sorted by name, says which are folders, and has none for one that is missing", async () => {
    await mkdir(join(folder, "b"));
    await node.writeFileAtomic(join(folder, "c.txt"), Uint8Array.of(1));
    await node.writeFileAtomic(join(folder, "a.txt"), Uint8Array.of(1));
    expect(await node.listFolder(folder)).toEqual([
      { name: "a.txt", isFolder: false },
      { name: "b", isFolder: true },
      { name: "c.txt", isFolder: false },
    ]);
    expect(await node.listFolder(join(folder, "none"))).toBeUndefined();
  });

  it("puts a new file in the place of the old one, which is never half overwritten", async () => {
    const path = join(folder, "replaced");
    await node.writeFileAtomic(path, Uint8Array.of(1));
    const { ino } = await stat(path);
    await node.writeFileAtomic(path, Uint8Array.of(2));
    expect((await stat(path)).ino).not.toBe(ino);
  });

  it("leaves nothing behind when writing fails", async () => {
    await node.writeFileAtomic(join(folder, "kept"), Uint8Array.of(1));
    await mkdir(join(folder, "occupied"));
    await expect(node.writeFileAtomic(join(folder, "occupied"), Uint8Array.of(1))).rejects.toMatchObject({
      code: "file",
    });
    await expect(node.writeFileAtomic(join(folder, "kept", "x"), Uint8Array.of(1))).rejects.toMatchObject({
      code: "file",
    });
    expect((await readdir(folder)).sort()).toEqual(["kept", "occupied"]);
  });

  it("has the sum of RFC 1321, A.5", () => {
    expect(node.md5(new TextEncoder().encode("message digest"))).toBe("f96b697d7cb7938d525a2f31aaf161d0");
  });

  it("caches where the environment says", () => {
    vi.stubEnv("XDG_CACHE_HOME", folder);
    expect(node.cacheFolder()).toBe(join(folder, "thalweg"));
    vi.stubEnv("THALWEG_DATA", "");
    expect(node.environment("THALWEG_DATA")).toBeUndefined();
  });
});

describe.each([
  ["node", node],
  ["browser", browser],
])("gunzip and inflate of %s", (_, platform) => {
  it("unpacks zlib's format, and rejects what is cut off", async () => {
    const packed = new Uint8Array(deflateSync(Uint8Array.of(5, 6, 7)));
    expect(await platform.inflate(packed)).toEqual(Uint8Array.of(5, 6, 7));
    await expect(platform.inflate(packed.subarray(0, packed.length - 6))).rejects.toThrow();
  });

  it("unpacks, and rejects what is cut off", async () => {
    const packed = new Uint8Array(gzipSync(Uint8Array.of(5, 6, 7)));
    expect(await platform.gunzip(packed)).toEqual(Uint8Array.of(5, 6, 7));
    await expect(platform.gunzip(packed.subarray(0, packed.length - 6))).rejects.toThrow();
  });
});

describe.skipIf(process.platform !== "linux")("folders that nobody can make", () => {
  it("are refused at once", async () => {
    await expect(node.makeFolder("/proc/nowhere/x/y")).rejects.toThrow("ENOENT");
    await expect(node.writeFileAtomic("/proc/nowhere/x/y", new Uint8Array())).rejects.toThrow("cannot be written");
  });
});

describe("files in a browser", () => {
  it("are refused with a remedy", async () => {
    await expect(browser.readFile("x")).rejects.toThrow(/readFile x: a browser page has no files.*garments\(\)/);
    await expect(browser.listFolder("x")).rejects.toThrow(/listFolder x: a browser page has no files.*decodePng\(\)/);
    await expect(browser.writeFileAtomic("x", new Uint8Array())).rejects.toThrow("encodeSafetensors()");
    await expect(browser.appendFile("x", new Uint8Array())).rejects.toThrow(
      "x cannot be written: a browser page has no",
    );
    await expect(browser.makeFolder("x")).rejects.toThrow("x cannot be made: a browser page has no files");
    expect(() => browser.md5(new Uint8Array())).toThrow("md5: a browser page");
    expect(() => browser.cacheFolder()).toThrow("cacheFolder");
    expect(browser.environment("THALWEG_DATA")).toBeUndefined();
    expect(browser.processName()).toBe("page");
    expect(browser.joinPath("a", "b")).toBe("a/b");
  });
});
