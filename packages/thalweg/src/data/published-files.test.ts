import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fetch, publishedFile } from "./published-files.ts";

let cache = "";
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(cache, { recursive: true }));

const set = { name: "letters", address: "http://example.test/", otherwise: "use garments()" };
const abc = { name: "abc.gz", md5: "900150983cd24fb0d6963f7d28e17f72" }; // RFC 1321, A.5
const bytes = Uint8Array.of(97, 98, 99);

const server = (answer: () => Response): { fetchFrom: Fetch; asked: string[] } => {
  const asked: string[] = [];
  const fetchFrom = async (address: string): Promise<Response> => {
    asked.push(address);
    return answer();
  };
  return { fetchFrom, asked };
};

describe("publishedFile", () => {
  it("downloads once, then reads the cache", async () => {
    const { fetchFrom, asked } = server(() => new Response(bytes));
    expect(await publishedFile(abc, set, { cache, fetchFrom })).toEqual(bytes);
    expect(await publishedFile(abc, set, { cache, fetchFrom })).toEqual(bytes);
    expect(asked).toEqual(["http://example.test/abc.gz"]);
    expect(await readdir(join(cache, "letters"))).toEqual(["abc.gz"]);
  });

  it("downloads again when the cached bytes are damaged", async () => {
    const { fetchFrom, asked } = server(() => new Response(bytes));
    await publishedFile(abc, set, { cache, fetchFrom });
    await writeFile(join(cache, "letters", "abc.gz"), "ab");
    expect(await publishedFile(abc, set, { cache, fetchFrom })).toEqual(bytes);
    expect(asked.length).toBe(2);
    expect(await readFile(join(cache, "letters", "abc.gz"), "utf8")).toBe("abc");
  });

  it("says what the server answered", async () => {
    const { fetchFrom } = server(() => new Response("gone", { status: 404, statusText: "Not Found" }));
    await expect(publishedFile(abc, set, { cache, fetchFrom })).rejects.toThrow(
      "letters: could not download http://example.test/abc.gz (the server answered 404 Not Found); use garments()",
    );
  });

  it("keeps no bytes with a wrong sum", async () => {
    const { fetchFrom } = server(() => new Response("abd"));
    await expect(publishedFile(abc, set, { cache, fetchFrom })).rejects.toMatchObject({ code: "file" });
    expect(await readdir(cache)).toEqual([]);
  });
});
