import type { LayerAbout, Probe } from "../../training/index.ts";
import { listed, parametersOf } from "../layers-in-depth.ts";
import type { Rule } from "../rule.ts";
import { thresholds } from "../thresholds.ts";

const { ratio } = thresholds["bias-before-batch-norm"];

/**
 * A bias that a batch normalization right after it takes away again with the mean. Where a model branches, the order of its
 * layers does not tell who follows whom: the bias's gradient does, which is 0 but for rounding.
 */
export const biasBeforeBatchNorm: Rule = {
  id: "bias-before-batch-norm",
  severity: "advice",
  summary: "a bias right before a batch normalization, which takes it away",
  causes: [],
  judge({ setup, probes }) {
    const { layers } = setup;
    const found = layers.flatMap((layer, index) => {
      if (layers[index + 1]?.kind !== "batchNorm") return [];
      const sizes = probes.flatMap((probe) => ratioOf(layer, probe) ?? []);
      const most = Math.max(...sizes);
      return sizes.length > 0 && most < ratio.value ? [{ path: layer.path, most }] : [];
    });
    if (found.length === 0) return undefined;
    const paths = found.map(({ path }) => path);
    const numbers = layers
      .filter(({ path }) => paths.includes(path))
      .flatMap(({ parameters }) => Object.values(parameters).filter(({ kind }) => kind === "bias"))
      .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return {
      sentence:
        `The bias of ${listed(paths)} does nothing: the batch normalization after it takes the mean away, and the bias ` +
        `with it. ${numbers} numbers are stored and updated for nothing.`,
      evidence: found.map(({ path, most }) => ({
        what: `gradient of the bias over that of the weights of ${path}, at most`,
        value: most,
        limit: ratio.value,
        steps: [probes[0].step, probes[probes.length - 1].step],
      })),
      remedies: ["leave it out: bias: false in the layer's options; the normalization's own shift does the same"],
      confidence: 0.95,
    };
  },
};

/** Size of the bias's gradient over that of the weights' one, as root mean squares. */
const ratioOf = ({ path, parameters }: LayerAbout, probe: Probe): number | undefined => {
  const own = parametersOf(probe, path);
  const sizeOf = (kind: "weight" | "bias"): number | undefined => {
    const name = Object.keys(parameters).find((each) => parameters[each].kind === kind);
    const found = own.find((each) => each.name === `${path}/${name}`);
    return found && found.gradientNorm / Math.sqrt(found.size);
  };
  const [weight, bias] = [sizeOf("weight"), sizeOf("bias")];
  return weight !== undefined && weight > 0 && bias !== undefined ? bias / weight : undefined;
};
