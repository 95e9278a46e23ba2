import type { LayerProbe, ParameterProbe, Probe } from "../probe.ts";

const named = (prefix: string, values: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[`${prefix}/${name}`, value]])),
  );

const ofTurn = ({ turn, curvature, learningRate }: Probe): Record<string, number | undefined> => ({
  "cosine of gradients": turn?.cosine,
  "noise scale":
    turn?.signal === undefined || turn.noise === undefined || turn.signal <= 0 ? undefined : turn.noise / turn.signal,
  curvature: curvature?.largest,
  "smallest curvature": curvature?.smallest,
  "rate times curvature": curvature && learningRate * curvature.largest,
});

const ofLayer = ({ layer, mean, deviation, largest, zeros, dead, saturated }: LayerProbe): Record<string, number> =>
  named(`activations/${layer}`, { mean, deviation, largest, zeros, dead, saturated });

const ofParameter = ({ name, gradientNorm, weightNorm, updateNorm }: ParameterProbe): Record<string, number> => ({
  [`gradient norm/${name}`]: gradientNorm,
  // A parameter that is 0, as biases are at first, has no ratio.
  ...(weightNorm === 0 ? {} : { [`update to weight/${name}`]: updateNorm / weightNorm }),
});

/**
 * The numbers of a probe by the tags they have in TensorBoard. The noise scale, noise/signal, is left out where the estimate
 * of the signal is not above 0.
 */
export const probeScalars = (probe: Probe): Readonly<Record<string, number>> => {
  const { gradientNorm, weightNorm, updateNorm, parameters, layers } = probe;
  return Object.assign(
    named("probe", {
      "gradient norm": gradientNorm,
      "weight norm": weightNorm,
      "update to weight": weightNorm === 0 ? undefined : updateNorm / weightNorm,
      ...ofTurn(probe),
    }),
    ...layers.map(ofLayer),
    ...parameters.map(ofParameter),
  );
};
