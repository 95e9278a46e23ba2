import { type Dataset, exampleCount, type Generator, select } from "thalweg";
import type { Fault } from "../fault.ts";
import { blobs } from "../problems/blobs.ts";
import { friedman } from "../problems/friedman.ts";
import { garments } from "../problems/garments.ts";
import { moons } from "../problems/moons.ts";
import { rings } from "../problems/rings.ts";
import { sine } from "../problems/sine.ts";
import { spirals } from "../problems/spirals.ts";
import { teacher } from "../problems/teacher.ts";
import type { RunPlan } from "../run-plan.ts";

/** The targets of other examples, by their places. */
const withTargetsOf = (data: Dataset, places: Int32Array): Dataset => ({
  ...data,
  targets: select(data, places).targets,
});

const shuffled = (data: Dataset, random: Generator): Dataset =>
  withTargetsOf(data, Int32Array.from(random.permutation(exampleCount(data))));

const shifted = (data: Dataset, random: Generator): Dataset => {
  const count = exampleCount(data);
  const by = 1 + random.integer(count - 1);
  return withTargetsOf(
    data,
    Int32Array.from({ length: count }, (_, place) => (place + by) % count),
  );
};

/** 60 to 90 % of the targets are those of any other example. */
const mostlyWrong = (data: Dataset, random: Generator): Dataset => {
  const share = random.uniform(0.6, 0.9);
  const count = exampleCount(data);
  return withTargetsOf(
    data,
    Int32Array.from({ length: count }, (_, place) => (random.uniform() < share ? random.integer(count) : place)),
  );
};

const inOrder = (data: Dataset): Dataset => {
  const { values } = data.targets;
  const places = Array.from({ length: exampleCount(data) }, (_, place) => place);
  return select(data, Int32Array.from(places.sort((a, b) => values[a] - values[b])));
};

const inBoth =
  (change: (data: Dataset, random: Generator) => Dataset) =>
  (plan: RunPlan, random: Generator): Partial<RunPlan> => ({
    train: change(plan.train, random),
    ...(plan.validation && { validation: change(plan.validation, random) }),
  });

const ways: readonly ((plan: RunPlan, random: Generator) => Partial<RunPlan>)[] = [
  inBoth(shuffled),
  inBoth(shifted),
  ({ train }, random) => ({ train: shuffled(train, random) }),
  ({ train }, random) => ({ train: mostlyWrong(train, random) }),
  ({ train }) => ({ train: inOrder(train), shuffle: false }),
];

export const labelsShuffled: Fault = {
  id: "labels-shuffled",
  plants: "labels shuffled or shifted against inputs, 60 to 90 % of them wrong, or sorted and not shuffled in training",
  problems: [blobs, garments, spirals, friedman, sine],
  tuning: [moons, rings, teacher, blobs],
  plant: (healthy, random, { kind }) => {
    // Numbers come in no classes to be sorted by.
    const way = ways[random.integer(kind === "regression" ? ways.length - 1 : ways.length)];
    return { ...healthy, ...way(healthy, random) };
  },
  mend: (_, healthy) => healthy,
};
