import { itemBytes } from "../../kernels/dtype.ts";
import type { Instruction, KernelInstruction, Plan } from "../device.ts";
import { packedBytesOf } from "./launches.ts";
import { steadyIn } from "./loop.ts";

/** Bytes that a plan takes beside the arrays it is bound to, those of the loops in it included. */
export interface PlanMemory {
  /** Kept between runs: in a training step, the gradients. */
  readonly kept: number;
  /** Temporaries, laid out so that they use the same places one after another. */
  readonly scratch: number;
  /** What temporaries would take if each had a place of its own. */
  readonly scratchWithoutReuse: number;
  /** Temporaries at the instruction where most are needed: no layout takes less. */
  readonly scratchAtOnce: number;
  /** Temporaries made before `until` is first read and used after it: in a training step, what the backward pass needs. */
  readonly held: number;
  /** Copies of right sides in the order of multiplication, for products that no BLAS computes. */
  readonly packed: number;
  /** The largest array, bound ones included. */
  readonly largest: number;
}

const slotsOfKernel = ({ inputs, outputs }: KernelInstruction): readonly number[] =>
  [...inputs, ...outputs].map(({ slot }) => slot);

const slotsOf = (instruction: Instruction): readonly number[] => {
  switch (instruction.kind) {
    case "kernel":
      return slotsOfKernel(instruction);
    case "matmul": {
      const { a, b, c, epilogue } = instruction;
      return [a.slot, b.slot, c.slot, ...(epilogue ? slotsOfKernel(epilogue) : [])];
    }
    case "scatterAdd":
      return [instruction.indices, instruction.source, instruction.target];
    case "call":
      return [instruction.source, instruction.target];
    case "loop":
      return [
        ...instruction.bound.map(({ slot }) => slot),
        ...instruction.starts.flatMap(({ source, target }) => [source, target]),
      ];
  }
};

/** The slot whose memory a slot lies in: its own, unless it is a part. */
const wholeOf = (plan: Plan, slot: number): number => {
  const { place } = plan.slots[slot];
  return place.kind === "part" ? wholeOf(plan, place.of) : slot;
};

/** A temporary and the instructions between which it is needed. */
interface Life {
  readonly bytes: number;
  readonly first: number;
  last: number;
}

const livesIn = (plan: Plan): readonly Life[] => {
  const lives = new Map<number, Life>();
  plan.instructions.forEach((instruction, at) => {
    for (const slot of slotsOf(instruction)) {
      const whole = wholeOf(plan, slot);
      const { dtype, length, place } = plan.slots[whole];
      if (place.kind !== "scratch") continue;
      const life = lives.get(whole);
      if (life) life.last = at;
      else lives.set(whole, { bytes: length * itemBytes[dtype], first: at, last: at });
    }
  });
  return [...lives.values()];
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Copies that pass use one place after another; those that stay from step to step of a loop have places of their own. */
const packedIn = (plan: Plan, steady: ReadonlySet<number>): number => {
  let staying = 0;
  let passing = 0;
  for (const instruction of plan.instructions) {
    if (instruction.kind !== "matmul") continue;
    const bytes = packedBytesOf(instruction);
    const { place } = plan.slots[wholeOf(plan, instruction.b.slot)];
    if (place.kind === "bound" && steady.has(place.index)) staying += bytes;
    else passing = Math.max(passing, bytes);
  }
  return staying + passing;
};

/**
 * What a plan takes of this device's memory, by what it is for; nothing is executed. `until`: the number of a bound array,
 * such as the targets of a training step.
 */
export const planMemory = (
  plan: Plan,
  { until, steady = new Set() }: { readonly until?: number; readonly steady?: ReadonlySet<number> } = {},
): PlanMemory => {
  const lives = livesIn(plan);
  const bytesOf = (kind: "kept" | "bound"): readonly number[] =>
    plan.slots.flatMap(({ dtype, length, place }) => (place.kind === kind ? [length * itemBytes[dtype]] : []));
  const loops = plan.instructions.flatMap((each) =>
    each.kind === "loop" ? [planMemory(each.step, { steady: steadyIn(each) })] : [],
  );
  const within = (name: keyof PlanMemory): number => sumOf(loops.map((loop) => loop[name]));
  const aliveAt = (at: number): number =>
    sumOf(lives.flatMap(({ bytes, first, last }) => (first <= at && at <= last ? [bytes] : [])));
  const turn = plan.instructions.findIndex((instruction) =>
    slotsOf(instruction).some((slot) => {
      const { place } = plan.slots[wholeOf(plan, slot)];
      return place.kind === "bound" && place.index === until;
    }),
  );
  return {
    kept: sumOf(bytesOf("kept")) + within("kept"),
    scratch: plan.scratchBytes + within("scratch"),
    scratchWithoutReuse: sumOf(lives.map(({ bytes }) => bytes)) + within("scratchWithoutReuse"),
    scratchAtOnce: Math.max(0, ...plan.instructions.map((_, at) => aliveAt(at))) + within("scratchAtOnce"),
    held: sumOf(lives.flatMap(({ bytes, first, last }) => (first < turn && turn < last ? [bytes] : []))),
    packed: packedIn(plan, steady) + within("packed"),
    largest: Math.max(
      0,
      ...bytesOf("kept"),
      ...bytesOf("bound"),
      ...lives.map(({ bytes }) => bytes),
      ...loops.map(({ largest }) => largest),
    ),
  };
};
