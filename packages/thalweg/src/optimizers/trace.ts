import { ThalwegError } from "../errors/thalweg-error.ts";
import { assemble, sameShape, showShape, sizeOf } from "../graph/index.ts";
import { Tensor, where } from "../tensor/index.ts";
import { entryOf } from "./route.ts";
import type { Block, BlockParameter, BlockTensors, UpdateOptions } from "./rule.ts";
import type { Plan, RoutePlan, Stage } from "./stages.ts";
import type { Named, RuleExtras } from "./transform.ts";

/** A block on its way through the stages. */
export interface Part extends BlockTensors {
  readonly update: Tensor;
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
  const extras: RuleExtras = { loss: options.loss, random: options.random?.at(stage.name) };
  if (transform.scope === "model") {
    const dtype = parts.some(({ block }) => block.dtype === "float64") ? "float64" : "float32";
    const inputs = parts.map((part) => ({ ...ruleInputs(part), ...slotsOf(stage, part) }));
    const results = transform.updateAll({ parts: inputs, ...extras, ...scalarsOf(stage, dtype, options) });
    return parts.map((part, index) => merged(stage, part, results[index] ?? {}));
  }
  return parts.map((part) => {
    const shared = { ...extras, ...scalarsOf(stage, part.block.dtype, options) };
    const inputs = { ...ruleInputs(part), ...slotsOf(stage, part) };
    if (transform.scope === "element") return merged(stage, part, transform.update({ ...shared, ...inputs }));
    const results = part.block.parameters.map((parameter): Named => {
      const own = mapped(inputs, (flat) => parameterOf(parameter, flat));
      return checked(stage, parameter.shape, transform.update({ ...shared, ...own }));
    });
    return merged(
      stage,
      part,
      mapped(results[0], (_, name) =>
        blockOf(
          part.block,
          results.map((result) => result[name]),
        ),
      ),
    );
  });
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

const mapped = <N extends Readonly<Record<string, Tensor>>>(
  tensors: N,
  change: (tensor: Tensor, name: string) => Tensor,
): { [P in keyof N]: Tensor } => {
  const result = { ...tensors };
  for (const name of Object.keys(tensors)) Object.assign(result, { [name]: change(tensors[name], name) });
  return result;
};

/** One parameter of a block, in its own shape. */
const parameterOf = ({ offset, shape }: BlockParameter, flat: Tensor): Tensor =>
  flat.slice([offset, offset + sizeOf(shape)]).reshape(shape);

/** The flat block of its parameters' values, zeros between them. */
const blockOf = (block: Block, values: readonly Tensor[]): Tensor => {
  const flat = values.map((value) => value.reshape([value.size]));
  if (flat.length === 1 && flat[0].size === block.length) return flat[0];
  const starts = block.parameters.map(({ offset }) => offset);
  return new Tensor(
    assemble(
      flat.map(({ node }) => node),
      0,
      starts,
      block.length,
    ),
  );
};

/** A rule's results, after checking that update and all slots are there in the expected shape. */
const checked = ({ name, transform }: Stage, shape: readonly number[], results: Named): Named => {
  for (const result of ["update", ...Object.keys(transform.slots)]) {
    const found = results[result];
    if (found && sameShape(found.shape, shape)) continue;
    const got = found ? showShape(found.shape) : "nothing";
    throw new ThalwegError("shape", `${name}: update must return ${result} with shape ${showShape(shape)}, got ${got}`);
  }
  return results;
};

const merged = (stage: Stage, part: Part, results: Named): Part => {
  const { update, ...own } = checked(stage, [part.block.length], results);
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
