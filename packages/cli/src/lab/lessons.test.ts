import { describe, expect, it } from "vitest";
import { findTerm, terms } from "../glossary/glossary.ts";
import { checkCommandLine } from "../testing/parsed.ts";
import { lessonNamed, lessons } from "./lessons.ts";

/** A number that must come out to so many digits, or lie between two. */
type Expected = number | readonly [from: number, to: number];

/** What surfaces give is exact; what small networks learn differs in the last digits from engine to engine. */
const expected: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  "learning-rate": {
    "1e-4": 2.0972,
    "5e-4": 0.040834,
    "1e-3": 0.0036271,
    "5e-3 diverged at": 10,
    "1e-2 diverged at": 8,
  },
  ravine: {
    factor: -0.9,
    "gd at 10": 35,
    "gd at 1000": 3454,
    "momentum at 10": 15,
    "momentum at 1000": 204,
    "loss at 0.019": [0, 1e-9],
    "loss at 0.021": [1e20, 1e30],
  },
  "moving-average": {
    "first at 0.97": 0.042576,
    "corrected at 0.97": 1.4192,
    "error at 0.5": 0.29066,
    "error at 0.9": 0.23117,
    "error at 0.97": 0.43529,
  },
  momentum: {
    "β 0": 2.0972,
    "β 0.5": 0.4062,
    "β 0.9": 0.0035568,
    "β 0.99": [2.95e-21, 3.05e-21],
    "β 0.9 below 0.01 at": 3866,
    "β 0.99 below 0.01 at": 256,
    "β 0.9 rises": 0,
    "β 0.99 rises": 930,
  },
  "bias-correction": {
    "first step": 3.1623,
    "highest step": 6.5685,
    "highest at": 12,
    "corrected first": 1,
    w1: 4.99000000001,
    w2: 4.9800005268651475,
    w3: 4.970001931881262,
  },
  saddle: {
    gd: 233,
    momentum: 49,
    adam: 76,
    "share in 1": [0.49, 0.51],
    "share in 2": [0.14, 0.152],
    "share in 3": [0.022, 0.028],
  },
  "batch-size": {
    ratio: 33,
    "variance of all": 0,
    all: 0.58385,
    "batches of 1": 0.39749,
    "batches of 32": 0.35414,
    "batches of 256": 0.45271,
  },
  schedules: {
    constant: 0.0036271,
    "0.999^t": 0.4134,
    cosine: 0.0408,
    "warmup-cosine": 0.040822,
    "cosine from 0.002": 0.0036205,
  },
  normalization: { raw: [2, 1e6], "raw, small rate": [10, 20], rescaled: [1.2, 1.4], standardized: [0.6, 0.75] },
  initialization: {
    small: 1.8169e-6,
    right: 1.9051,
    large: 1.9977e6,
    "signal small": 3.4114e-7,
    "signal right": 0.35771,
    "signal large": 3.7508e5,
  },
  "batch-norm": { plain: [2.1, 2.31], normalized: [1.1, 1.5], "plain at 1": [2.2, 1e6], "normalized at 1": [0.9, 1.4] },
  clipping: {
    "gradient at start": 1105502.0052524426,
    thrown: -2209.7,
    "diverged at": 2,
    found: 1,
    "loss clipped": [0, 1e-6],
    "norm 0": 3,
    "norm 1": 4,
    "value 0": 5,
    "value 1": 5,
  },
  "weight-decay": {
    "gd penalty": 0.36801,
    "gd decoupled": 0.36801,
    "adam penalty, small gradients": 2.9421e-4,
    "adam penalty, large gradients": 0.88898,
    "adamw, small gradients": 0.36137,
    "adamw, large gradients": 0.36137,
  },
  "early-stopping": {
    "best validation": [1.05, 1.2],
    "last validation": [1.2, 1.3],
    "last training": [0.03, 0.1],
  },
  "flat-minima": {
    "small rate ends at": 0.0059988,
    "large rate ends at": 3,
    "sharpness narrow": 99.661,
    "sharpness wide": 0.2,
    "loss narrow": -0.1018,
    "loss wide": [0, 1e-20],
    "around narrow": 0.48954,
    "around wide": 0.0031,
  },
};

const digitsOf = (value: number): number => value.toExponential().replace(/e.*$|[-.]/g, "").length;

const agrees = (value: number, wanted: Expected): boolean =>
  typeof wanted === "number"
    ? Number(value.toPrecision(Math.max(5, digitsOf(wanted)))) === wanted
    : value >= wanted[0] && value <= wanted[1];

it("has the lessons of the course, each once", () => {
  expect(lessons.map(({ name }) => name)).toEqual([...new Set(lessons.map(({ name }) => name))]);
  expect(lessons.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
});

describe.each(lessons.map((lesson) => [lesson.name, lesson] as const))("lesson %s", (name, lesson) => {
  it("comes to its numbers", async () => {
    const { numbers, table, figures, sees } = await lesson.run();
    const wrong = Object.entries(expected[name]).filter(([key, wanted]) => !agrees(numbers[key], wanted));
    expect(wrong.map(([key]) => [key, numbers[key]])).toEqual([]);
    for (const row of table.rows) expect(row).toHaveLength(table.head.length);
    expect(figures.length).toBeGreaterThan(0);
    expect(sees.length).toBeGreaterThan(1);
    expect(sees.join(" ")).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("leads to a command and to terms that exist", () => {
    expect(() => checkCommandLine(lesson.command)).not.toThrow();
    const names = terms.map((term) => term.name);
    expect(lesson.terms.filter((term) => !names.includes(term))).toEqual([]);
  });
});

it("stops early at the epoch that it says", async () => {
  const { numbers } = await lessonNamed("early-stopping").run();
  expect(numbers["stopped after"] - numbers["kept epoch"]).toBe(6);
});

it("is the lesson that a term leads to", () => {
  const led = terms.flatMap(({ command = "" }) => /^thalweg lesson (\S+)/.exec(command)?.[1] ?? []);
  expect(led.filter((name) => lessons.every((lesson) => lesson.name !== name))).toEqual([]);
  expect(findTerm("saddle")?.command).toBe("thalweg lesson saddle");
});
