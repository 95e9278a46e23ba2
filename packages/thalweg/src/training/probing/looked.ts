import type { Watched } from "../../layers/index.ts";
import type { Running } from "../running.ts";
import { locatingVariant, type Place, traceLocating } from "./locate.ts";
import { lookAt } from "./look.ts";

/** A layer without what it gave. */
export type Named = Pick<Watched, "path" | "kind">;

/** What the model's programs found of its layers and operations when they were traced, in the order of their numbers. */
export interface Looked {
  layers: readonly Named[];
  places: readonly Place[];
}

const looks = new WeakMap<Running, Looked>();

export const lookedOf = (running: Running): Looked => {
  const known = looks.get(running);
  if (known) return known;
  const looked: Looked = { layers: [], places: [] };
  looks.set(running, looked);
  running.probes.trace = (look) => {
    if (look.variant !== locatingVariant) {
      const { layers, state, outputs } = lookAt(look);
      // Their tensors would hold the whole graph for as long as the model is there.
      if (layers) looked.layers = layers.map(({ path, kind }) => ({ path, kind }));
      return { state, outputs };
    }
    const { places, outputs } = traceLocating(look);
    looked.places = places;
    return { state: look.state, outputs };
  };
  return looked;
};
