import { describe, expect, it } from "vitest";
import { SideProcess } from "./process.ts";

const task = { spec: { kind: "product", size: 1 }, weights: {}, data: {} } as const;

/** A side of one line that answers `introduce` by itself and other requests by the given code, which sees `request`. */
const fake = (answer: string) => {
  const program = `
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      const reply = (value) => console.log(JSON.stringify(value));
      if (request.do === "introduce") return reply({ name: "fake", version: "1", threads: 3 });
      ${answer}
    });`;
  return { program: process.execPath, parameters: ["-e", program] };
};

describe("SideProcess", () => {
  it("asks one thing after the other", async () => {
    const answers = `reply({
      prepare: { ready: true }, run: { times: Array(request.calls).fill(7) }, result: { value: 2.5 }, release: { released: true },
    }[request.do]);`;
    const side = await SideProcess.start("fake", fake(answers));
    expect(side.about).toEqual({ name: "fake", version: "1", threads: 3 });
    expect(await side.prepare(task)).toBeUndefined();
    expect(await side.run(3)).toEqual([7, 7, 7]);
    expect(await side.result()).toBe(2.5);
    await side.release();
    expect(side.isRunning).toBe(true);
    await side.end();
    expect(side.isRunning).toBe(false);
  });

  it("passes on why a side cannot, and what no number is", async () => {
    const side = await SideProcess.start(
      "fake",
      fake(`reply(request.do === "prepare" ? { unable: "too old" } : { value: null });`),
    );
    expect(await side.prepare(task)).toBe("too old");
    expect(await side.result()).toBeNaN();
    await side.end();
  });

  it("throws what a side throws, and goes on", async () => {
    const side = await SideProcess.start("fake", fake(`reply({ error: "no " + request.do });`));
    await expect(side.run(1)).rejects.toThrow("fake: no run");
    await expect(side.result()).rejects.toThrow("fake: no result");
    await side.end();
  });

  it("tells how a process died", async () => {
    const side = await SideProcess.start("fake", fake(`console.error("out of paper"); process.exit(3);`));
    await expect(side.run(1)).rejects.toThrow("fake: its process ended with exit code 3:\nout of paper");
    await expect(side.result()).rejects.toThrow("exit code 3");
    expect(side.isRunning).toBe(false);
  });

  it("names a program that is not there", async () => {
    const start = SideProcess.start("fake", { program: "/nowhere/python", parameters: [] });
    await expect(start).rejects.toThrow(/^fake: cannot be started: .*ENOENT/);
  });
});
