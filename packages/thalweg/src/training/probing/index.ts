import type { TypedArray } from "../../kernels/dtype.ts";
import { tensor } from "../../tensor/index.ts";
import type { Probe, ProbeRequest } from "../probe.ts";
import { type ProgramInputs, probing } from "../program.ts";
import { nextKnobs, type Running } from "../running.ts";
import { unlessForMemory } from "../stepping.ts";
import { curvatureBy } from "./curvature.ts";
import { hessianVariant, markedVariant } from "./look.ts";
import { lookedOf } from "./looked.ts";
import { readProbe } from "./read-probe.ts";

/** A probe under way: the update runs as another variant, whose numbers beyond the report make the probe. */
export interface ProbeUnderWay {
  readonly variant: string;
  end(known: Parameters<typeof readProbe>[3], numbers: TypedArray): Probe;
}

/** Prepares the probe of an update on a batch, and takes what must be taken before the update. */
export const begin = async (
  running: Running,
  inputs: ProgramInputs,
  { turn = false, gradients = false, curvature = false }: ProbeRequest,
  occasions: string,
): Promise<ProbeUnderWay> => {
  const looked = lookedOf(running);
  const found = curvature ? await curvatureOn(running, inputs).catch(unlessForMemory) : undefined;
  const marks = { turn, gradients };
  return {
    variant: probing + markedVariant(marks, occasions),
    end: (known, numbers) => ({
      ...readProbe(running.recipe, looked, marks, known, numbers),
      ...(found && { curvature: found }),
    }),
  };
};

const curvatureOn = (running: Running, inputs: ProgramInputs) => {
  const { recipe, program, attempts } = running;
  const { knobs } = nextKnobs(running);
  return curvatureBy(recipe.layout, async (v) => {
    const along = tensor(Float32Array.from(v));
    const given = { inputs: { ...inputs, along }, knobs, training: true, step: attempts };
    const product = await program.run({ ...given, variant: probing + hessianVariant });
    return Float64Array.from(await product.data());
  });
};
