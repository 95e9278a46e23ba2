import { describe, expect, it } from "vitest";
import { type HalvingKind, type Job, type Progress, possibleJobs, rungsOf } from "./sweep-halving.ts";

/** Runs a sweep in which job `job` takes `time(job)`, on so many processes; the jobs in the order of their ends. */
const simulate = (
  trials: number,
  rungs: number,
  kind: HalvingKind,
  score: (job: Job) => number | undefined,
  { processes = 1, time = () => 1 }: { processes?: number; time?: (job: Job) => number } = {},
) => {
  const all: Progress[] = Array.from({ length: trials }, () => []);
  const ended: Job[] = [];
  let running: { job: Job; end: number }[] = [];
  let now = 0;
  for (;;) {
    const free = possibleJobs(all, rungs, { kind, eta: 3 }).filter(
      ({ trial }) => !running.some(({ job }) => job.trial === trial),
    );
    for (const job of free.slice(0, processes - running.length)) running.push({ job, end: now + time(job) });
    const next = [...running].sort((a, b) => a.end - b.end)[0];
    if (!next) return { all, ended };
    now = next.end;
    running = running.filter((each) => each !== next);
    all[next.job.trial] = [...all[next.job.trial], score(next.job)];
    ended.push(next.job);
  }
};

const lengths = (all: readonly Progress[]): readonly number[] => all.map(({ length }) => length);

/** The lower the number, the better. */
const byNumber = ({ trial }: Job): number => trial;

it("has rungs of equal ratios", () => {
  expect(rungsOf(10, 270, 3)).toEqual([10, 30, 90, 270]);
  expect(rungsOf(10, 200, 3)).toEqual([22, 67, 200]);
  expect(rungsOf(1, 10, 3)).toEqual([1, 3, 10]);
  expect(rungsOf(5, 5, 3)).toEqual([5]);
});

describe("synchronous rungs", () => {
  it("keep a third each time, at least one", () => {
    const { all, ended } = simulate(9, 3, "sync", byNumber);
    expect(lengths(all)).toEqual([3, 2, 2, 1, 1, 1, 1, 1, 1]);
    expect(ended.map(({ rung }) => rung)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2]);
    expect(lengths(simulate(2, 3, "sync", byNumber).all)).toEqual([3, 1]);
  });

  it("come to the same whatever the processes and their times", () => {
    const random = (seed: number) => (job: Job) => 1 + ((job.trial * 7919 + job.rung * 104729 + seed * 31) % 97);
    const score = random(5);
    const expected = simulate(20, 3, "sync", score).all;
    for (let seed = 0; seed < 20; seed++) {
      const { all } = simulate(20, 3, "sync", score, { processes: 1 + (seed % 5), time: random(seed) });
      expect(all).toEqual(expected);
    }
  });

  it("take none on that diverged, and end where all did", () => {
    const { all } = simulate(9, 3, "sync", ({ trial }) => (trial < 8 ? undefined : 1));
    expect(lengths(all)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 3]);
    expect(lengths(simulate(9, 3, "sync", () => undefined).all)).toEqual(Array(9).fill(1));
  });
});

describe("asynchronous rungs", () => {
  it("promote as soon as a trial is among the best third", () => {
    const { ended } = simulate(9, 3, "async", byNumber);
    expect(ended.slice(0, 4)).toEqual([
      { trial: 0, rung: 0 },
      { trial: 1, rung: 0 },
      { trial: 2, rung: 0 },
      { trial: 0, rung: 1 },
    ]);
    expect(ended.filter(({ rung }) => rung === 0)).toHaveLength(9);
    expect(ended.filter(({ rung }) => rung === 1)).toHaveLength(3);
    expect(ended.at(-1)).toEqual({ trial: 0, rung: 2 });
  });

  it("run no trial twice at a rung and skip none, on any number of processes", () => {
    for (let processes = 1; processes <= 6; processes++) {
      const score = ({ trial }: Job) => (trial * 37) % 23;
      const { ended } = simulate(23, 3, "async", score, {
        processes,
        time: ({ trial, rung }) => 1 + (trial % 4) + rung,
      });
      expect(new Set(ended.map(({ trial, rung }) => `${trial} ${rung}`)).size).toBe(ended.length);
      for (const { trial, rung } of ended) {
        const before = ended.filter((job) => job.trial === trial && job.rung < rung);
        expect(before).toHaveLength(rung);
      }
    }
  });
});
