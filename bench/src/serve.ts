import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { readTask } from "./files.ts";
import type { Answers, Failure, Request } from "./protocol.ts";
import type { Side, Work } from "./side.ts";

/** Answers requests about a side until the input ends. */
export const serve = async (side: Side, input: Readable, output: Writable): Promise<void> => {
  let work: Work | undefined;
  const answer = async (request: Request): Promise<Answers[Request["do"]]> => {
    switch (request.do) {
      case "introduce":
        return side.about;
      case "prepare": {
        work = undefined;
        const prepared = await side.prepare(await readTask(request.task));
        if ("unable" in prepared) return prepared;
        work = prepared;
        return { ready: true };
      }
      case "run":
        return { times: await timesOf(prepared(work), request.calls) };
      case "result":
        return { value: await prepared(work).result() };
      case "release":
        work = undefined;
        return { released: true };
    }
  };
  for await (const line of createInterface({ input })) {
    const request: Request = JSON.parse(line);
    const reply: Answers[Request["do"]] | Failure = await answer(request).catch(failureOf);
    output.write(`${JSON.stringify(reply)}\n`);
  }
};

const failureOf = (error: unknown): Failure => ({ error: error instanceof Error ? error.message : String(error) });

const prepared = (work: Work | undefined): Work => {
  if (!work) throw new Error("nothing is prepared");
  return work;
};

const timesOf = async (work: Work, calls: number): Promise<number[]> => {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const start = performance.now();
    await work.run();
    times.push(performance.now() - start);
  }
  return times;
};
