import { bandwidth } from "./bandwidth.ts";
import { products } from "./products.ts";
import { trainingSteps } from "./training-steps.ts";
import { updates } from "./updates.ts";
import type { Workload } from "./workload.ts";

/** All that `thalweg bench` measures, in the order in which it does. */
export const workloads: readonly Workload[] = [...products, ...bandwidth, ...trainingSteps, ...updates];

export const workloadNames: readonly string[] = workloads.map(({ name }) => name);
