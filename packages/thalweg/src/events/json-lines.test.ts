import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeJsonLine, encodeJsonLine, JsonLinesWriter, parseJsonLines, readJsonLines } from "./json-lines.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.double().map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, "NaN", "Infinity", "-Infinity", "'NaN", "''-Infinity", "'", "'x"),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(
    fc.string().filter((name) => name !== "__proto__"),
    tie("value"),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));
const object = json.object.map((line) => Object(line));

describe("a JSON line", () => {
  it("writes numbers that are not finite as texts, and marks texts like them", () => {
    const line = { loss: Number.NaN, rate: Infinity, low: [-Infinity], name: "NaN", values: Float32Array.of(0.5, 2) };
    const text = '{"loss":"NaN","rate":"Infinity","low":["-Infinity"],"name":"\'NaN","values":[0.5,2]}';
    expect(encodeJsonLine(line)).toBe(text);
    expect(decodeJsonLine(text)).toEqual({ ...line, values: [0.5, 2] });
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(object, (line) => {
        expect(decodeJsonLine(encodeJsonLine(line))).toEqual(line);
      }),
    );
  });

  it("is none where it is no object", () => {
    expect(["[1]", "3", "null", '{"a"', ""].map(decodeJsonLine)).toEqual(Array.from({ length: 5 }, () => undefined));
  });
});

describe("parseJsonLines", () => {
  it("reads up to the last whole line wherever the text is cut", () => {
    const lines = fc.array(object, { maxLength: 5 });
    fc.assert(
      fc.property(lines, fc.nat(), (written, place) => {
        const text = Buffer.from(written.map((line) => `${encodeJsonLine(line)}\n`).join(""));
        const length = place % (text.length + 1);
        const cut = text.subarray(0, length).toString();
        const whole = cut.split("\n").length - 1;
        const read = parseJsonLines(cut, "x");
        // A line that lacks its end only is whole as well.
        expect([whole, whole + 1]).toContain(read.length);
        expect(read).toEqual(written.slice(0, read.length));
      }),
    );
  });

  it("names file and line of damage in the middle", () => {
    expect(() => parseJsonLines('{"a":1}\n\n{"a"\n{"a":2}\n', "runs/a/log.jsonl")).toThrow(
      "runs/a/log.jsonl:3: the line is no JSON object; remove it to read the others",
    );
  });

  it("leaves out what a resumed run replaced", () => {
    const [setup, early, late, resume, again] = [
      { kind: "setup" },
      { kind: "step", step: 4 },
      { kind: "step", step: 5 },
      { kind: "resume", step: 4 },
      { kind: "step", step: 5, loss: 1 },
    ];
    const text = [setup, early, late, resume, again].map((line) => `${JSON.stringify(line)}\n`).join("");
    expect(parseJsonLines(text, "x")).toEqual([setup, early, resume, again]);
  });

  it("tells batches of the same update apart where a run went on between them", () => {
    const batches = [1, 2, 3].map((batch) => ({ kind: "step", step: 1, epoch: 1, batch }));
    const lines = [...batches, { kind: "epoch", step: 1, epoch: 1 }, { kind: "resume", step: 1, epoch: 1, batch: 2 }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    expect(parseJsonLines(text, "x")).toEqual(lines.filter((line) => line !== batches[2]));
  });
});

describe("JsonLinesWriter", () => {
  it("reads a file as its text reads, cut at any byte, and names damage", async () => {
    const file = join(folder, "cut.jsonl");
    const bytes = new TextEncoder().encode('{"a":"größer"}\r\n\n{"a":1}\n{"a":2}\n');
    for (let end = 0; end <= bytes.length; end++) {
      await writeFile(file, bytes.subarray(0, end));
      expect(await readJsonLines(file)).toEqual(parseJsonLines(new TextDecoder().decode(bytes.subarray(0, end)), file));
    }
    await writeFile(file, '{"a":1}\n{"a"\n{"a":2}\n');
    await expect(readJsonLines(file)).rejects.toThrow(`${file}:2: the line is no JSON object`);
  });

  it("adds lines to those that are there", async () => {
    const path = join(folder, "a", "log.jsonl");
    for (const [index, goesOn] of [false, true].entries()) {
      const writer = await JsonLinesWriter.open(path);
      expect(writer.goesOn).toBe(goesOn);
      await writer.write({ index });
      await writer.close();
    }
    expect(await readFile(path, "utf8")).toBe('{"index":0}\n{"index":1}\n');
    expect(await readJsonLines(join(folder, "none"))).toBeUndefined();
  });

  it.each([
    ['{"index":0}\n{"ind', [{ index: 0 }, { more: 1 }], true],
    ['{"index":0}\n{"index":1}', [{ index: 0 }, { index: 1 }, { more: 1 }], true],
    ['{"ind', [{ more: 1 }], false],
    ['{"index":0}\n{"name":"\u00e9', [{ index: 0 }, { more: 1 }], true],
  ])("goes on after a file that was cut: %s", async (text, lines, goesOn) => {
    const path = join(folder, "log.jsonl");
    await writeFile(path, Buffer.from(text).subarray(0, text.includes("\u00e9") ? -1 : undefined));
    const writer = await JsonLinesWriter.open(path);
    await writer.write({ more: 1 });
    await writer.close();
    expect(writer.goesOn).toBe(goesOn);
    expect(await readJsonLines(path)).toEqual(lines);
  });
});
