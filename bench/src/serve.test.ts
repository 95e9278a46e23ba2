import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { writeTask } from "./files.ts";
import { withFolder } from "./folder.ts";
import type { Request } from "./protocol.ts";
import { serve } from "./serve.ts";
import type { Side } from "./side.ts";
import type { Task } from "./task.ts";

/** What a side answers to requests, in order. */
const answersOf = async (side: Side, requests: readonly Request[]): Promise<unknown[]> => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  await serve(side, input, output);
  return output
    .read()
    .toString()
    .trimEnd()
    .split("\n")
    .map((line: string): unknown => JSON.parse(line));
};

const about = { name: "fake", version: "1", threads: 1 };

const task: Task = {
  spec: { kind: "product", size: 2 },
  weights: { w: { shape: [3], values: Float32Array.of(1.5, -2, 3) } },
  data: { y: { shape: [2, 1], values: Int32Array.of(-7, 8) } },
};

describe("serve", () => {
  it("prepares a task from its files, runs it and says the result", async () => {
    let given: Task | undefined;
    let runs = 0;
    const side: Side = {
      about,
      prepare: async (found) => {
        given = found;
        return {
          run: () => {
            runs += 1;
          },
          result: () => runs,
        };
      },
    };
    const answers = await withFolder(async (folder) =>
      answersOf(side, [
        { do: "introduce" },
        { do: "prepare", task: await writeTask(folder, "task", task) },
        { do: "run", calls: 3 },
        { do: "result" },
        { do: "release" },
        { do: "run", calls: 1 },
      ]),
    );
    expect(answers).toEqual([
      about,
      { ready: true },
      { times: [expect.any(Number), expect.any(Number), expect.any(Number)] },
      { value: 3 },
      { released: true },
      { error: "nothing is prepared" },
    ]);
    expect(given).toEqual(task);
  });

  it("says what went wrong, and why it cannot", async () => {
    const prepare: Request = { do: "prepare", task: { spec: task.spec, weights: {}, data: {} } };
    const failing: Side = {
      about,
      prepare: async () => {
        throw new Error("no paper");
      },
    };
    expect(await answersOf(failing, [prepare])).toEqual([{ error: "no paper" }]);
    const old: Side = { about, prepare: async () => ({ unable: "too old" }) };
    expect(await answersOf(old, [prepare])).toEqual([{ unable: "too old" }]);
  });
});
