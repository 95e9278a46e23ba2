import type { Node, Operation, Shape } from "../graph/index.ts";
import type { DType } from "../kernels/dtype.ts";
import { type Item, isMovement, type LoopOperation, type Program } from "./items.ts";
import { entriesOf, stepProgram, usesOf } from "./loops.ts";

type Add = (operation: Item["operation"], inputs: readonly Item[], shape: Shape, dtype: DType) => Item;

/** Makes the items of the loops among `order`, which `add` takes down. */
export const loopItems = (
  order: readonly Node[],
  add: Add,
  programOf: (outputs: readonly Node[], dirty: boolean) => Program,
) => {
  const uses = usesOf(order);

  const buffer = (loop: Item, carry: number): Item => {
    const { shape, dtype } = loop.inputs[carry];
    const { steps, use } = operationOf(loop);
    return add({ kind: "carries", carry }, [loop], [entriesOf(steps, carry, use), ...shape], dtype);
  };

  /** Values of a carry from entry `start` on. */
  const entries = (loop: Item, carry: number, start: number, count: number, step: number): Item => {
    const { shape, dtype } = loop.inputs[carry];
    const starts = [start, ...shape.map(() => 0)];
    const steps = [step, ...shape.map(() => 1)];
    return add({ kind: "slice", starts, steps }, [buffer(loop, carry)], [count, ...shape], dtype);
  };

  return {
    loop(node: Node, { body, steps, reverse }: Extract<Operation, { kind: "loop" }>, inputs: readonly Item[]): Item {
      const use = uses.get(node) ?? { histories: new Set<number>(), outputs: [] };
      const step = stepProgram(body, use.outputs, programOf);
      const sources = step.sources.map((source) => body.inputs.indexOf(source));
      const { carries, slices } = body;
      const stored = inputs.map((input) =>
        isLoose(input) ? add({ kind: "copy", unique: -1 }, [input], input.shape, input.dtype) : input,
      );
      const operation = { kind: "loop", step, sources, carries, slices, steps, reverse, use } as const;
      const loop = add(operation, stored, [], "uint8");
      for (let carry = 0; carry < carries; carry++) buffer(loop, carry);
      return loop;
    },

    final(loop: Item, carry: number): Item {
      const { shape, dtype } = loop.inputs[carry];
      const { steps, use } = operationOf(loop);
      const last = entries(loop, carry, steps % entriesOf(steps, carry, use), 1, 1);
      return add({ kind: "reshape" }, [last], shape, dtype);
    },

    history(loop: Item, carry: number): Item {
      const { steps, reverse } = operationOf(loop);
      return entries(loop, carry, reverse ? steps - 1 : 0, steps, reverse ? -1 : 1);
    },
  };
};

const operationOf = ({ operation }: Item): LoopOperation => {
  if (operation.kind !== "loop") throw new Error(`a result of a ${operation.kind}, which is no loop`);
  return operation;
};

/** Whether an item is no array but a number or an index, repeated or not: a loop needs it in memory. */
const isLoose = (item: Item): boolean => {
  let source = item;
  while (isMovement(source)) source = source.inputs[0];
  const { kind } = source.operation;
  return kind === "number" || kind === "literal" || kind === "iota";
};
