import { binary, literal, type Node } from "../graph/index.ts";

/** Scans that are being traced, the innermost last: the index of the step, an int32, and how many there are. */
const scans: { readonly step: Node; readonly steps: number }[] = [];

/** Traces a scan's body, whose random draws are then others in every step. */
export const inStep = <T>(step: Node, steps: number, trace: () => T): T => {
  scans.push({ step, steps });
  try {
    return trace();
  } finally {
    scans.pop();
  }
};

/** The number of the step at hand, counted through all scans around it; nothing outside a scan. */
export const currentStep = (): Node | undefined => {
  const [outer, ...inner] = scans;
  if (!outer) return undefined;
  return inner.reduce(
    (count, { step, steps }) => binary("add", binary("mul", count, literal(steps, "int32")), step),
    outer.step,
  );
};
