import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine } from "../testing/surroundings.ts";

const bin = fileURLToPath(new URL("../../bin/thalweg.js", import.meta.url));
const within = temporaryFolder();

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ending: Promise<Ending>;
  /** Resolves once the sweep has its folder. */
  readonly underWay: Promise<void>;
}

/** The built command, in a process of its own. */
const start = (parameters: readonly string[]): Started => {
  const child = spawn(process.execPath, [bin, "sweep", ...parameters, "--json"], { cwd: within() });
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    text.out += chunk.toString();
  });
  const underWay = new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      text.err += chunk.toString();
      if (text.err.includes("folder")) resolve();
    });
  });
  const ending = new Promise<Ending>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...text }));
  });
  return { child, ending, underWay };
};

const factsIn = ({ out }: Ending) => {
  const { dir, files, ...facts } = JSON.parse(lastLine(out));
  return facts;
};

/** Every rung that has ended, with the time it took: one that ran again would have another. */
const endedIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const trials = await readdir(within(folder, "trials")).catch(() => []);
  const entries = await Promise.all(
    trials.map(async (trial) => {
      const text = await readFile(within(folder, "trials", trial, "run.json"), "utf8").catch(() => undefined);
      if (text === undefined) return [];
      const { rungs }: { readonly rungs: readonly unknown[] } = JSON.parse(text);
      return rungs.map((rung, index) => [`${trial} ${index}`, JSON.stringify(rung)] as const);
    }),
  );
  return new Map(entries.flat());
};

/** Starts the sweep again and again, ends it each time by SIGKILL after a while, and lets the last one go through. */
const withKills = async (parameters: readonly string[], whiles: readonly number[]) => {
  let known: ReadonlyMap<string, string> = new Map();
  let kills = 0;
  const check = async () => {
    const now = await endedIn("killed");
    for (const [rung, outcome] of known) expect(now.get(rung)).toBe(outcome);
    known = now;
  };
  for (const milliseconds of whiles) {
    const { child, ending } = start([...parameters, "--dir", "killed"]);
    await Promise.race([setTimeout(milliseconds), ending]);
    if (child.kill("SIGKILL")) kills++;
    const { signal } = await ending;
    if (signal === null) kills--;
    await check();
  }
  const last = await start([...parameters, "--dir", "killed"]).ending;
  await check();
  return { last, kills };
};

const onSurface = [
  ...[
    "rosenbrock",
    "--optimizer",
    "adam",
    "--noise",
    "0.1",
    "--steps",
    "27000",
    "--search",
    "random",
    "--trials",
    "18",
  ],
  ...["--vary", "learning-rate=1e-4..1e-1:log", "--vary", "beta1=0.5..0.95", "--halving", "sync"],
];

const onNetwork = [
  ...["garments", "--train-examples", "600", "--test-examples", "20", "--hidden", "32", "--epochs", "9"],
  ...["--optimizer", "adam", "--vary", "learning-rate=1e-4..1e-1:log:5", "--vary", "batch-size=16,64"],
  ...["--halving", "sync", "--min-epochs", "1"],
];

describe("a sweep that is killed again and again", () => {
  it.each([
    ["a surface", onSurface],
    ["a network", onNetwork],
  ])("comes to the same as one that is not, on %s", { timeout: 240_000 }, async (_, parameters) => {
    const begun = performance.now();
    const unbroken = await start([...parameters, "--dir", "unbroken"]).ending;
    const whole = performance.now() - begun;
    expect(unbroken.code, unbroken.err).toBe(0);
    const random = Array.from({ length: 6 }, () => Math.random());
    const whiles = random.map((share) => 0.15 * whole + share * 0.5 * whole);
    const { last, kills } = await withKills(parameters, whiles);
    expect(last.code, last.err).toBe(0);
    expect(kills, `killed after ${whiles.map(Math.round)} of ${Math.round(whole)} ms`).toBeGreaterThan(0);
    expect(factsIn(last)).toEqual(factsIn(unbroken));
    const { trials } = factsIn(last);
    expect(trials.filter(({ rungs }: { rungs: readonly unknown[] }) => rungs.length > 1).length).toBeGreaterThan(1);
  });

  it("goes on even where it had not yet written down what was asked", async () => {
    await mkdir(within("killed"));
    for (const name of ["lock", "sweep.json.1.abc.part"]) await writeFile(within("killed", name), "999999999");
    const small = ["ravine", "--steps", "10", "--vary", "learning-rate=0.001,0.01", "--dir", "killed"];
    const { code, err } = await start(small).ending;
    expect(code, err).toBe(0);
  });

  it("goes on where it was, asynchronously, too", { timeout: 120_000 }, async () => {
    const parameters = onSurface.map((each) => (each === "sync" ? "async" : each));
    const { last } = await withKills(parameters, [700, 900, 1100]);
    expect(last.code, last.err).toBe(0);
    expect(factsIn(last).trials).toHaveLength(18);
    const again = await start([...parameters, "--dir", "killed"]).ending;
    expect(factsIn(again)).toEqual(factsIn(last));
  });
});

describe("a sweep under way", () => {
  const slow = ["rosenbrock", "--optimizer", "adam", "--steps", "30000000", "--vary", "learning-rate=1e-4,1e-3"];

  it("stops on Ctrl-C, with its processes, and says how to go on", { timeout: 60_000 }, async () => {
    const { child, ending, underWay } = start([...slow, "--dir", "stopped"]);
    await underWay;
    await setTimeout(500);
    child.kill("SIGINT");
    const { code, err, out } = await ending;
    expect([code, out]).toEqual([130, ""]);
    expect(err).toContain("stopped; what has ended is kept, and the same command with --dir stopped goes on");
    expect(await readdir(within("stopped"))).not.toContain("lock");
  });

  it("lets no second one into its folder", { timeout: 60_000 }, async () => {
    const first = start([...slow, "--dir", "shared"]);
    await first.underWay;
    const second = await start([...slow, "--dir", "shared"]).ending;
    expect([second.code, second.out]).toEqual([1, ""]);
    expect(second.err).toContain(`--dir: process ${first.child.pid} sweeps in shared already`);
    first.child.kill("SIGKILL");
    await first.ending;
  });

  it("refuses other options on the folder of another sweep, and folders of others", async () => {
    const small = ["ravine", "--steps", "10", "--vary", "learning-rate=0.001,0.01", "--dir", "old"];
    const first = await start(small).ending;
    expect(first.code, first.err).toBe(0);
    const other = await start([...small, "--steps", "20"]).ending;
    expect([other.code, other.out]).toEqual([2, ""]);
    expect(other.err).toMatch(
      /^error: --dir: old holds another sweep: rungs was 10 there, and is 20 now; give the same/,
    );
    const momentum = await start([...small, "--optimizer", "momentum"]).ending;
    expect(momentum.err).toContain("--optimizer was adam there, and is momentum now");
    await mkdir(within("mine"));
    await writeFile(within("mine", "letter.txt"), "dear");
    const mine = await start([...small.slice(0, -1), "mine"]).ending;
    expect([mine.code, mine.err]).toEqual([
      2,
      "error: --dir: mine holds files but no sweep; name an empty or a new folder\n",
    ]);
    expect(await readdir(within("mine"))).toEqual(["letter.txt"]);
  });
});
