import type { Shape } from "../graph/index.ts";
import type { OptimizerSpec } from "./chain.ts";
import { checkOrder } from "./order.ts";
import { entryOf, type Route } from "./route.ts";
import type { Transform } from "./transform.ts";

/** A transform at its place in an optimizer, under a name of its own. */
export interface Stage {
  readonly kind: "stage";
  readonly name: string;
  readonly transform: Transform;
}

/** An optimizer whose stages have names. */
export type Plan = Stage | { readonly kind: "chain"; readonly parts: readonly Plan[] } | RoutePlan;

export interface RoutePlan {
  readonly kind: "route";
  readonly route: Route;
  readonly parts: readonly Plan[];
}

const plans = new WeakMap<OptimizerSpec, Plan>();

/** The optimizer with a unique name for every stage: `scaleByAdam`, `scaleByAdam_2`, `bias/scaleByAdam`. */
export const planStages = (optimizer: OptimizerSpec): Plan => {
  const known = plans.get(optimizer);
  if (known) return known;
  const taken = new Set<string>();
  const plan = named(optimizer, "", taken);
  checkOrder(plan);
  plans.set(optimizer, plan);
  return plan;
};

const named = (optimizer: OptimizerSpec, prefix: string, taken: Set<string>): Plan => {
  if (optimizer.kind === "chain") {
    return { kind: "chain", parts: optimizer.stages.map((stage) => named(stage, prefix, taken)) };
  }
  if (optimizer.kind === "route") {
    const parts = optimizer.entries.map((entry) => named(entry.use, `${prefix}${entry.name}/`, taken));
    return { kind: "route", route: optimizer, parts };
  }
  const plain = `${prefix}${optimizer.name}`;
  let name = plain;
  for (let count = 2; taken.has(name); count++) name = `${plain}_${count}`;
  taken.add(name);
  return { kind: "stage", name, transform: optimizer };
};

/** All stages, in order; of one parameter's path when it is given. */
export const stagesOf = (optimizer: OptimizerSpec, parameter?: { name: string; shape: Shape }): readonly Stage[] => {
  const collect = (plan: Plan): readonly Stage[] => {
    if (plan.kind === "stage") return [plan];
    if (plan.kind === "chain" || !parameter) return plan.parts.flatMap(collect);
    return collect(plan.parts[entryOf(plan.route, parameter.name, parameter.shape)]);
  };
  return collect(planStages(optimizer));
};

/**
 * The route group of a parameter: parameters of one group run the same stages and may share a block.
 * "" without routes.
 */
export const groupOf = (optimizer: OptimizerSpec, name: string, shape: Shape): string => {
  const path = (plan: Plan): readonly string[] => {
    if (plan.kind === "stage") return [];
    if (plan.kind === "chain") return plan.parts.flatMap(path);
    const entry = entryOf(plan.route, name, shape);
    const inner = path(plan.parts[entry]).join("/");
    return [inner ? `${plan.route.entries[entry].name}/${inner}` : plan.route.entries[entry].name];
  };
  return path(planStages(optimizer)).join(",");
};
