import type { TypedArray } from "../../kernels/dtype.ts";
import { dtypeOf } from "../../kernels/dtype.ts";
import type { Device, Instruction, Plan, Slot } from "../device.ts";

/** A plan of `instructions` over bound arrays like `arrays`, then `more` slots. */
export const planOver = (
  arrays: readonly TypedArray[],
  instructions: readonly Instruction[],
  { more = [], scratchBytes = 0, knobs = 0 }: { more?: readonly Slot[]; scratchBytes?: number; knobs?: number } = {},
): Plan => ({
  slots: [
    ...arrays.map((array, index): Slot => {
      return { dtype: dtypeOf(array), length: array.length, place: { kind: "bound", index } };
    }),
    ...more,
  ],
  instructions,
  scratchBytes,
  bound: arrays.length,
  knobs,
});

/** What `arrays` hold after running a plan on copies of them, once for each list of knobs. */
export const runOn = async (
  device: Device,
  plan: Plan,
  arrays: readonly TypedArray[],
  ...runs: readonly (readonly number[])[]
): Promise<TypedArray[]> => {
  const arenas = arrays.map((array) => {
    const arena = device.allocate(dtypeOf(array), array.length);
    device.upload(arena, array);
    return arena;
  });
  const executable = await device.compile(plan);
  for (const knobs of runs.length > 0 ? runs : [[]]) await device.run(executable, arenas, Float64Array.from(knobs));
  return Promise.all(arenas.map((arena) => device.download(arena)));
};
