import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Plan } from "./stages.ts";

/** What stages before did to an update. */
interface Progress {
  /** A stage that changed it. */
  readonly changedBy?: string;
  /** A stage that made it point downhill. */
  readonly turnedBy?: string;
  /** A stage that must be the last to change it. */
  readonly closedBy?: string;
}

/** Throws where a stage stands at a place where it would do something else than it says. */
export const checkOrder = (plan: Plan): void => {
  walk(plan, {});
};

const walk = (plan: Plan, before: Progress): Progress => {
  if (plan.kind === "chain") return plan.parts.reduce((progress, part) => walk(part, progress), before);
  if (plan.kind === "route") {
    return Object.assign({}, before, ...plan.parts.map((part) => walk(part, before)));
  }
  const { name, transform } = plan;
  const { place, givesGradient, turnsDownhill } = transform;
  if (givesGradient && before.changedBy) {
    refuse(name, `must come before all that changes the gradient, and stands after ${before.changedBy}; put it first`);
  }
  if (place === "beforeRate" && before.turnedBy) {
    refuse(name, `must come before the rate, and stands after ${before.turnedBy}; put it before that`);
  }
  if (before.closedBy && place !== "last") {
    refuse(before.closedBy, `must come after all that changes the update, and ${name} follows; put it last`);
  }
  return {
    ...before,
    ...(givesGradient ? {} : { changedBy: name }),
    ...(turnsDownhill ? { turnedBy: name } : {}),
    ...(place === "last" ? { closedBy: name } : {}),
  };
};

const refuse = (name: string, rule: string): never => {
  throw new ThalwegError("argument", `${name}: ${rule}`);
};
