import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape, showShape } from "../graph/index.ts";
import { type Tensor, where } from "../tensor/index.ts";
import type { Block, BlockParameter } from "./block.ts";
import { entryOf } from "./route.ts";
import type { BlockTensors, UpdateOptions } from "./rule.ts";
import { type SlotLayout, type SlotPart, slotLayout } from "./slots.ts";
import { assembled, flatStretch } from "./split.ts";
import type { Plan, RoutePlan, Stage } from "./stages.ts";
import { type Named, type Objective, zeroed } from "./transform.ts";

/** A block on its way through the stages. */
export interface Part extends BlockTensors {
  /** Position in the list of blocks. */
  readonly index: number;
  readonly update: Tensor;
  /** Where it lies in its block, when that was split. */
  readonly within?: BlockParameter;
}

/** Takes blocks through a plan: updates and slots are replaced, weights stay. */
export const runPlan = (plan: Plan, parts: readonly Part[], options: UpdateOptions): readonly Part[] => {
  if (plan.kind === "chain") return plan.parts.reduce((current, next) => runPlan(next, current, options), parts);
  return plan.kind === "route" ? runRoute(plan, parts, options) : runStage(plan, parts, options);
};

const runRoute = (
  { route, parts: plans }: RoutePlan,
  parts: readonly Part[],
  options: UpdateOptions,
): readonly Part[] => {
  const entries = parts.map(({ block: { parameters } }) => entryOf(route, parameters[0].name, parameters[0].shape));
  const results = [...parts];
  plans.forEach((plan, entry) => {
    const members = parts.flatMap((_, index) => (entries[index] === entry ? [index] : []));
    if (members.length === 0) return;
    runPlan(
      plan,
      members.map((index) => parts[index]),
      options,
    ).forEach((part, position) => {
      results[members[position]] = part;
    });
  });
  return results;
};

const runStage = (stage: Stage, parts: readonly Part[], options: UpdateOptions): readonly Part[] => {
  const { transform } = stage;
  const random = options.random?.at(stage.name);
  if (transform.scope === "model") {
    const dtype = parts.some(({ block }) => block.dtype === "float64") ? "float64" : "float32";
    const results = transform.updateAll({
      parts: parts.map((part) => ({ ...ruleInputs(part), ...slotsOf(stage, part) })),
      loss: options.loss,
      random,
      objective: objectiveFor(parts, options),
      ...scalarsOf(stage, dtype, options),
      ...occasionsOf(stage, options),
    });
    return parts.map((part, index) => merged(stage, part, results[index] ?? {}));
  }
  return parts.map((part) => {
    const drawn = random?.at(part.block.name);
    const shared = {
      loss: options.loss,
      ...scalarsOf(stage, part.block.dtype, options),
      ...occasionsOf(stage, options),
    };
    const slots = slotsOf(stage, part);
    if (transform.scope === "element") {
      return merged(stage, part, transform.update({ ...shared, random: drawn, ...ruleInputs(part), ...slots }));
    }
    const results = part.block.parameters.map((parameter, index): Named => {
      const inputs = mapped(ruleInputs(part), (flat) => stretch(flat, parameter));
      const own = mapped(slots, (flat, slot) => stretch(flat, layoutOf(stage, slot, part.block).parts[index]));
      const result = transform.update({ ...shared, random: drawn?.at(parameter.name), ...inputs, ...own });
      return checked(stage, result, (name) => layoutOf(stage, name, part.block).parts[index].shape);
    });
    return merged(
      stage,
      part,
      mapped(results[0], (_, name) =>
        assembled(
          layoutOf(stage, name, part.block),
          results.map((result) => result[name]),
        ),
      ),
    );
  });
};

/** The objective for some of the blocks: weights and vectors of the others stay as they are, or zero. */
const objectiveFor = (parts: readonly Part[], { objective, blocks }: UpdateOptions): Objective | undefined => {
  if (!objective) return undefined;
  const { sampledGradient } = objective;
  const spread = (tensors: readonly Tensor[], rest: (block: BlockTensors) => Tensor): readonly Tensor[] =>
    blocks.map((entry, block) => {
      const members = tensors.filter((_, position) => parts[position].index === block);
      const { length, parameters } = entry.block;
      return members.length === 0 ? rest(entry) : assembled({ length, parts: parameters }, members);
    });
  const own = (all: readonly Tensor[]): readonly Tensor[] =>
    parts.map(({ index, within }) => (within ? flatStretch(all[index], within) : all[index]));
  return {
    gradientAt: (weights) => own(objective.gradientAt(spread(weights, (block) => block.weights))),
    hessianTimes: (vector) => own(objective.hessianTimes(spread(vector, (block) => block.weights.mul(0)))),
    ...(sampledGradient && {
      sampledGradient: (random) => {
        const { gradient, examples } = sampledGradient(random);
        return { gradient: own(gradient), examples };
      },
    }),
  };
};

const ruleInputs = ({ update, gradient, weights }: Part) => ({ update, gradient, parameter: weights });

/** A stage's slots under its own names. */
const slotsOf = ({ name, transform }: Stage, { block, slots }: Part): Record<string, Tensor> =>
  Object.fromEntries(
    Object.keys(transform.slots).map((slot) => {
      const tensor = slots[`${name}/${slot}`];
      if (!tensor) throw new ThalwegError("argument", `block ${block.name}: slot ${name}/${slot} is missing`);
      return [slot, tensor];
    }),
  );

const scalarsOf = ({ name, transform }: Stage, dtype: Block["dtype"], { knob }: UpdateOptions): Named =>
  Object.fromEntries(
    [...Object.keys(transform.hyper), ...transform.knobNames].map((scalar) => [
      scalar,
      knob(`${name}/${scalar}`, dtype),
    ]),
  );

const occasionsOf = ({ name, transform }: Stage, { occasions = "" }: UpdateOptions): Record<string, boolean> => {
  const on = occasions.split(",");
  return Object.fromEntries(Object.keys(transform.occasions).map((own) => [own, on.includes(`${name}/${own}`)]));
};

/** How a rule's result lies in memory: updates like the block, slots as they say. */
const layoutOf = ({ transform }: Stage, name: string, block: Block): SlotLayout =>
  slotLayout(transform.slots[name] ?? zeroed, block);

const mapped = <N extends Readonly<Record<string, Tensor>>>(
  tensors: N,
  change: (tensor: Tensor, name: string) => Tensor,
): { [P in keyof N]: Tensor } => {
  const result = { ...tensors };
  for (const name of Object.keys(tensors)) Object.assign(result, { [name]: change(tensors[name], name) });
  return result;
};

/** One parameter's stretch of a flat array, in its shape. */
const stretch = (flat: Tensor, { offset, shape }: Pick<SlotPart, "offset" | "shape">): Tensor =>
  flatStretch(flat, { offset, shape }).reshape(shape);

/** A rule's results, after checking that update and all slots are there in the expected shapes. */
const checked = ({ name, transform }: Stage, results: Named, shapeOf: (result: string) => Shape): Named => {
  for (const result of ["update", ...Object.keys(transform.slots)]) {
    const found = results[result];
    const shape = shapeOf(result);
    if (found && sameShape(found.shape, shape)) continue;
    const got = found ? showShape(found.shape) : "nothing";
    throw new ThalwegError("shape", `${name}: update must return ${result} with shape ${showShape(shape)}, got ${got}`);
  }
  return results;
};

const merged = (stage: Stage, part: Part, results: Named): Part => {
  const { update, ...own } = checked(stage, results, (name) => [layoutOf(stage, name, part.block).length]);
  const slots = { ...part.slots };
  for (const slot of Object.keys(stage.transform.slots))
    slots[`${stage.name}/${slot}`] = withoutSubnormals(own[slot].toType(part.block.dtype));
  return { ...part, update: update.toType(part.block.dtype), slots };
};

const smallestNormal = 2 ** -126;

/**
 * 0 for float32 numbers below the normal range: the averages of units that stopped learning decay
 * into it and stay there, and arithmetic on them is many times slower.
 */
const withoutSubnormals = (slot: Tensor): Tensor =>
  slot.dtype === "float32" ? where(slot.abs().lt(slot.literal(smallestNormal)), slot.literal(0), slot) : slot;
