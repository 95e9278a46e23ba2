import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import type { Arena, Device, Executable } from "../device.ts";
import { bindPlan, type PlanMemory, planMemory, referenceArray } from "./bind-plan.ts";

const name = "reference";

/**
 * The oracle: slow, readable, every float a float64, one instruction after another. Other devices
 * agree with it, to the bit in float64 and integers and within rounding in float32.
 *
 * @example
 * const device = referenceDevice();
 * const arena = device.allocate("float32", 3);
 * device.upload(arena, Float32Array.of(1, 2, 3));
 * await device.download(arena, 1, 2); // Float32Array [2, 3]
 */
export const referenceDevice = (): Device => {
  const arenas = new WeakMap<Arena, TypedArray>();
  const memories = new WeakMap<Executable, PlanMemory>();

  const valuesOf = (arena: Arena): TypedArray => {
    const values = arenas.get(arena);
    if (!values) {
      throw new ThalwegError(
        "device",
        `reference: arena must be this device's own, got one of ${arena.device}; download and upload it`,
      );
    }
    return values;
  };

  const rangeOf = (operation: string, arena: Arena, offset: number, length: number): TypedArray => {
    if (offset < 0 || length < 0 || offset + length > arena.length) {
      const range = `[${offset}, ${offset + length})`;
      throw new ThalwegError(
        "argument",
        `${operation}: the range must be within the arena's ${arena.length} elements, got ${range}`,
      );
    }
    return valuesOf(arena).subarray(offset, offset + length);
  };

  return {
    name,
    capabilities: { threads: 1, sharedMemory: false, relaxedFma: false, budgetBytes: 2 ** 32 },

    allocate(dtype, length) {
      const arena: Arena = { device: name, dtype, length };
      arenas.set(arena, referenceArray(dtype, length));
      return arena;
    },

    upload(arena, values, offset = 0) {
      const rounded = arena.dtype === "float32" ? new Float32Array(values) : values;
      rangeOf("upload", arena, offset, values.length).set(rounded);
    },

    async download(arena, offset = 0, length = arena.length - offset) {
      const values = rangeOf("download", arena, offset, length);
      return arena.dtype === "float32" ? new Float32Array(values) : values.slice();
    },

    async compile(plan) {
      const executable: Executable = { device: name, plan };
      memories.set(executable, planMemory(plan));
      return executable;
    },

    async run(executable, bound, knobs) {
      const memory = memories.get(executable);
      if (!memory) {
        throw new ThalwegError(
          "device",
          `reference: executable must be this device's own, got one of ${executable.device}; compile it here`,
        );
      }
      bindPlan(executable.plan, bound.map(valuesOf), memory).run(knobs);
    },
  };
};
