import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventWriter } from "./event-writer.ts";
import { readEventFile, readEvents, scalarsIn } from "./read-events.ts";
import { readWithTfrecord } from "./testing/read-with-tfrecord.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thalweg-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Values that float32 has and has not, and those that are not finite. */
const losses = [0.1, 1 / 3, 1e-30, 123456.789, Number.NaN, Infinity, -Infinity, 0];

const written = async (): Promise<string> => {
  const writer = await EventWriter.open(folder);
  for (const [index, loss] of losses.entries()) {
    await writer.scalars(index + 1, { "train/loss": loss, "train/accuracy": index / 8 });
  }
  await writer.histogram(8, "weights/w", Float32Array.of(-1, 0, 0.5, 0.5));
  await writer.histogram(8, "weights/none", Float32Array.of(Number.NaN));
  await writer.text(8, "about", "**ä** run");
  await writer.close();
  return writer.path;
};

describe("EventWriter", () => {
  it("writes what tfrecord and protobufjs read as the same numbers", async () => {
    const { events, error } = await readWithTfrecord(await written());
    expect(error).toBeUndefined();
    expect(events.slice(0, 2)).toMatchObject([
      { fileVersion: "brain.Event:2" },
      { sessionLog: { status: 1 }, step: 0 },
    ]);
    const scalars = losses.map((loss, index) => ({
      step: index + 1,
      summary: { value: [{ tag: "train/loss", simpleValue: Math.fround(loss) }, { simpleValue: index / 8 }] },
    }));
    expect(events.slice(2, 10)).toMatchObject(scalars);
    const histo = { min: -1, max: 0.5, num: 4, sum: 0, sumSquares: 1.5, bucket: [0, 1, 0, 1, 0, 2, 0] };
    const text = { dtype: 7, stringVal: ["**ä** run"] };
    expect(events.slice(10)).toMatchObject([
      { step: 8, summary: { value: [{ tag: "weights/w", histo }] } },
      {
        step: 8,
        summary: { value: [{ tag: "about", tensor: text, metadata: { pluginData: { pluginName: "text" } } }] },
      },
    ]);
    expect(events.every(({ wallTime }) => Math.abs(wallTime - Date.now() / 1000) < 60)).toBe(true);
  });

  it("is read up to the last whole record where the file is cut, by tfrecord as well", async () => {
    const path = await written();
    const bytes = await readFile(path);
    const { events } = await readEventFile(path);
    const plain = (await readWithTfrecord(path)).events;
    const cut = join(folder, "cut");
    let place = 1;
    for (let round = 0; round < 200; round++) {
      place = (place * 48271) % 2147483647;
      const length = place % bytes.length;
      await writeFile(cut, bytes.subarray(0, length));
      const ours = await readEventFile(cut);
      expect(ours.events).toEqual(events.slice(0, ours.events.length));
      const theirs = await readWithTfrecord(cut);
      expect(theirs.events).toEqual(plain.slice(0, ours.events.length));
      expect(theirs.error !== undefined).toBe(ours.end.kind === "cut");
    }
  });

  it("names files so that a newer one comes later, even within a second", async () => {
    const name = `.${hostname().replace(/[^\w-]/g, "-")}.${process.pid}.`;
    for (let round = 0; round < 12; round++) await (await EventWriter.open(folder)).scalars(1, { round });
    const names = (await readdir(folder)).sort();
    expect(names.every((file) => file.startsWith("events.out.tfevents.") && file.includes(name))).toBe(true);
    const counters = names.map((file) => Number(file.split(".").at(-1)));
    expect(counters).toEqual(counters.map((_, index) => counters[0] + index));
  });

  it("replaces what an earlier program wrote at the first step and later", async () => {
    const write = async (firstStep: number | undefined, steps: readonly number[], value: number) => {
      const writer = await EventWriter.open(folder, { firstStep });
      for (const step of steps) await writer.scalars(step, { loss: value });
      await writer.close();
    };
    const points = async () => scalarsIn(await readEvents(folder)).map(({ step, value }) => [step, value]);
    await write(undefined, [1, 2, 3, 4], 1);
    await write(3, [3, 4, 5], 2);
    expect(await points()).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
    await write(undefined, [1], 3);
    expect(await points()).toEqual([[1, 3]]);
  });

  it("refuses steps that are none, and names what is missing", async () => {
    const writer = await EventWriter.open(folder);
    for (const step of [-1, 0.5, Number.NaN]) {
      await expect(writer.scalars(step, { loss: 1 })).rejects.toThrow(
        `a step must be a whole number of updates ≥ 0, got ${step}`,
      );
    }
    await writer.close();
    await expect(writer.scalars(1, { loss: 1 })).rejects.toThrow("is closed");
    await expect(readEventFile(join(folder, "none"))).rejects.toThrow("none is not there; name an event file");
    expect(await readEvents(join(folder, "none"))).toEqual([]);
  });
});
