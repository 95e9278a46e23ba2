import type { Arena, Device } from "../../devices/device.ts";
import { input, type Node, node, sizeOf } from "../../graph/index.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import { inOrder, type Program, programOf } from "../items.ts";
import { planOf } from "../plan.ts";

/** Values of a graph's inputs by their index, and of its knobs by their name. */
export interface Given {
  readonly inputs: readonly TypedArray[];
  readonly knobs?: Readonly<Record<string, number>>;
}

const upload = (device: Device, values: TypedArray, dtype: Node["dtype"]): Arena => {
  const arena = device.allocate(dtype, values.length);
  device.upload(arena, values);
  return arena;
};

/** The numbers that a program's run passes. */
const numbersOf = ({ numbers }: Program, knobs: Given["knobs"] = {}): Float64Array =>
  Float64Array.from(numbers, ({ operation }) => {
    if (operation.kind === "scalar") return operation.value;
    return operation.kind === "knob" ? knobs[operation.name] : Number.NaN;
  });

const runProgram = async (
  device: Device,
  outputs: readonly Node[],
  arenaOf: (source: Node) => Arena,
  knobs: Given["knobs"] = {},
): Promise<Arena[]> => {
  const program = programOf(outputs);
  const executable = await device.compile(planOf(program).plan);
  const results = outputs.map(({ dtype, shape }) => device.allocate(dtype, sizeOf(shape)));
  await device.run(executable, [...program.sources.map(arenaOf), ...results], numbersOf(program, knobs));
  return results;
};

/** Runs a graph as one program: what users get. */
export const executeWhole = async (device: Device, outputs: readonly Node[], given: Given): Promise<TypedArray[]> => {
  const arenas = new Map<number, Arena>();
  const arenaOf = ({ operation, dtype }: Node): Arena => {
    if (operation.kind !== "input") throw new Error(`a source of kind ${operation.kind}`);
    const arena = arenas.get(operation.index) ?? upload(device, given.inputs[operation.index], dtype);
    arenas.set(operation.index, arena);
    return arena;
  };
  const results = await runProgram(device, outputs, arenaOf, given.knobs);
  return Promise.all(results.map((arena) => device.download(arena)));
};

/** Runs every node of a graph as a program of its own, so that nothing is fused: the oracle of the compiler. */
export const executeApart = async (device: Device, outputs: readonly Node[], given: Given): Promise<TypedArray[]> => {
  const arenas = new Map<Node, Arena>();
  const arenaOf = (done: Node): Arena => {
    const arena = arenas.get(done);
    if (!arena) throw new Error("a node before its inputs");
    return arena;
  };
  for (const next of inOrder(outputs)) {
    const { operation, inputs, shape, dtype } = next;
    if (operation.kind === "input") arenas.set(next, upload(device, given.inputs[operation.index], dtype));
    else {
      const alone = node(
        operation,
        inputs.map((from, index) => input(index, from.shape, from.dtype)),
        shape,
        dtype,
      );
      const source = ({ operation: place }: Node): Arena => arenaOf(inputs[place.kind === "input" ? place.index : -1]);
      const [arena] = await runProgram(device, [alone], source, given.knobs);
      arenas.set(next, arena);
    }
  }
  return Promise.all(outputs.map((output) => device.download(arenaOf(output))));
};

/**
 * Runs a graph whose first `states` outputs are the next values of the inputs of the same number,
 * written over the old ones where the compiler allows it.
 */
export const executeUpdates = async (
  device: Device,
  outputs: readonly Node[],
  states: number,
  given: Given,
): Promise<{ values: TypedArray[]; inPlace: readonly boolean[] }> => {
  const program = programOf(outputs);
  const sourceOf = (state: number): number =>
    program.sources.findIndex(({ operation }) => operation.kind === "input" && operation.index === state);
  const updates = Array.from({ length: states }, (_, output) => ({ output, source: sourceOf(output) }));
  const { plan, inPlace } = planOf(program, updates);
  const sources = program.sources.map(({ operation, dtype }) =>
    upload(device, given.inputs[operation.kind === "input" ? operation.index : -1], dtype),
  );
  const results = outputs.map(({ dtype, shape }, output) =>
    inPlace[output] ? sources[updates[output].source] : device.allocate(dtype, sizeOf(shape)),
  );
  await device.run(await device.compile(plan), [...sources, ...results], numbersOf(program, given.knobs));
  return { values: await Promise.all(results.map((arena) => device.download(arena))), inPlace };
};
