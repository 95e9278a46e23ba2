import { scheduleFromSpec, schedules } from "thalweg/schedules";
import { describe, expect, it } from "vitest";
import { assignment, readAs, readSchedule, readValue, writeSchedule } from "./notation.ts";

const specOf = (text: string): unknown => {
  const schedule = readSchedule(text);
  return typeof schedule === "number" ? schedule : schedule.spec;
};

describe("readSchedule", () => {
  it.each(Object.values(schedules))("reads what writeSchedule writes, $kind", ({ kind, example }) => {
    const { spec } = scheduleFromSpec({ kind, ...example.options });
    expect(specOf(writeSchedule(spec))).toEqual(spec);
    expect(specOf(JSON.stringify(spec))).toEqual(spec);
  });

  it("takes names in either way of writing, and schedules within schedules", () => {
    const text = "warmup:steps=10,schedule=(warmup-stable-decay:peak=1,warmup=2,decay=3,total=9,fall=square-root)";
    expect(specOf(text)).toMatchObject({
      kind: "warmup",
      schedule: { kind: "warmupStableDecay", total: 9, fall: "squareRoot" },
    });
    expect(specOf("perEpoch:schedule=0.1,updates-per-epoch=4")).toMatchObject({ schedule: 0.1, updatesPerEpoch: 4 });
    expect(readSchedule(" 1e-3 ")).toBe(1e-3);
  });

  it("keeps what is joined in joined schedules apart", () => {
    const inner = "(joined:pieces=(1 until 5; 0.5))";
    expect(specOf(`joined:pieces=(0.1 until 3; ${inner})`)).toMatchObject({
      pieces: [
        { until: 3, schedule: 0.1 },
        { schedule: { kind: "joined", pieces: [{ until: 5, schedule: 1 }, { schedule: 0.5 }] } },
      ],
    });
  });

  it.each([
    ["cosin:peak=1", "there is no schedule cosin; did you mean cosine?"],
    ["cosine:peek=1,total=3", "cosine: there is no option peek; did you mean peak?"],
    ["cosine:peak=1,total", "cosine: options are written name=value, got total"],
    ["cosine:peak=1", "cosine: total must be given"],
    ["cosine:peak=high,total=3", 'cosine: peak must be ≥ 0, got "high"'],
    ["{", "{ is not JSON"],
    ['{"peak":1}', '{"peak":1} has no "kind"'],
  ])("refuses %s", (text, message) => expect(() => readSchedule(text)).toThrow(message));
});

describe("readValue", () => {
  it.each<[string, unknown]>([
    ["1e-3", 0.001],
    ["-2", -2],
    ["true", true],
    ["null", null],
    ["0.5,1.2", [0.5, 1.2]],
    ["[0.5]", [0.5]],
    ["dampened", "dampened"],
  ])("%s", (text, value) => expect(readValue(text)).toEqual(value));

  it("reads schedules", () => {
    expect(readValue("linear:initial=0.9,final=0.99,total=10")).toHaveProperty("spec.kind", "linear");
  });
});

it("reads a single number of steps as a list where a list is wanted", () => {
  expect(readAs("numbers", "30")).toEqual([30]);
  expect(readAs("numbers", "30,60")).toEqual([30, 60]);
  expect(readAs("numbers", "thirty")).toBe("thirty");
});

it("takes name=value apart, the name in either way of writing", () => {
  expect(assignment("weight-decay=0.1", "--set")).toEqual(["weightDecay", "0.1"]);
  expect(assignment("a=b=c", "--set")).toEqual(["a", "b=c"]);
  for (const text of ["", "beta1", "=3"]) {
    expect(() => assignment(text, "--set")).toThrow("--set: options are written name=value");
  }
});
