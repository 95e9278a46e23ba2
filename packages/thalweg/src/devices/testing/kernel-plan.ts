import { type DType, isFloat, type TypedArray, typedArray } from "../../kernels/dtype.ts";
import type { ArrayView } from "../../kernels/js/index.ts";
import { interpret } from "../../kernels/testing/interpret.ts";
import { arraysOf, type KernelCase } from "../../kernels/testing/kernel-case.ts";
import type { Rounding } from "../../kernels/testing/scalars.ts";
import type { Plan, View } from "../device.ts";
import { planOver } from "./run-on.ts";

/** A case as a plan of one instruction over the arrays it is to run on. */
export const kernelPlan = (kernelCase: KernelCase): { plan: Plan; arrays: TypedArray[] } => {
  const { inputs, outputs } = arraysOf(kernelCase, typedArray);
  const arrays = [...new Set([...inputs, ...outputs].map(({ array }) => array))];
  const view = ({ array, ...rest }: ArrayView): View => ({ slot: arrays.indexOf(array), ...rest });
  const plan = planOver(arrays, [
    {
      kind: "kernel",
      kernel: kernelCase.kernel,
      extents: kernelCase.extents,
      inputs: inputs.map(view),
      outputs: outputs.map(view),
      arguments: kernelCase.numbers.map((value) => ({ kind: "number", value })),
    },
  ]);
  return { plan, arrays };
};

/** The same arrays after the definition ran on them. */
export const expectedArrays = (kernelCase: KernelCase, rounding: Rounding): TypedArray[] => {
  const wide = (dtype: DType, length: number): TypedArray => typedArray(isFloat(dtype) ? "float64" : dtype, length);
  const { inputs, outputs } = arraysOf(kernelCase, rounding === "float64" ? wide : typedArray);
  const { kernel, extents, numbers } = kernelCase;
  interpret(kernel, { extents, inputs, outputs, numbers: Float64Array.from(numbers) }, rounding);
  const dtypes = new Map<TypedArray, DType>();
  kernelCase.inputs.forEach(({ dtype }, k) => {
    dtypes.set(inputs[k].array, dtype);
  });
  kernelCase.outputs.forEach(({ dtype }, k) => {
    dtypes.set(outputs[k].array, dtype);
  });
  return Array.from(dtypes, ([array, dtype]) => (dtype === "float32" ? Float32Array.from(array) : array));
};
