import { KernelBuilder, kernelFrom } from "../../kernels/builder.ts";
import type { TypedArray } from "../../kernels/dtype.ts";
import { transcendentals } from "../../kernels/transcendental/index.ts";
import type { Plan } from "../device.ts";
import { planOver } from "./run-on.ts";

/** exp(x − max) / Σ exp(x − max) over rows of x into a second array like it: three phases of one kernel. */
export const softmaxPlan = (x: TypedArray, rows: number, columns: number): Plan => {
  const type = x instanceof Float64Array ? "float64" : "float32";
  const builder = new KernelBuilder();
  const load = builder.add({ op: "load", type, access: 0 });
  const largest = builder.add({ op: "reduced", type, reduction: 0 });
  const exponential = transcendentals.exp(builder, builder.binary("sub", load, largest));
  const total = builder.add({ op: "reduced", type, reduction: 1 });
  const value = builder.binary("div", exponential, total);
  const kernel = kernelFrom(builder, {
    parallel: 1,
    reduced: 1,
    vector: "reduced",
    accesses: [{ dtype: type, lane: 1, rowOnly: false }],
    outputs: [type],
    reductions: [
      { op: "max", type, value: load },
      { op: "sum", type, value: exponential },
    ],
    phases: [
      { reductions: [0], stores: [] },
      { reductions: [1], stores: [] },
      { reductions: [], stores: [{ output: 0, value, level: "element" }] },
    ],
    arguments: 0,
  });
  const view = (slot: number) => ({ slot, offset: 0, strides: [columns, 1] });
  return planOver(
    [x, x],
    [{ kind: "kernel", kernel, extents: [rows, columns], inputs: [view(0)], outputs: [view(1)], arguments: [] }],
  );
};
