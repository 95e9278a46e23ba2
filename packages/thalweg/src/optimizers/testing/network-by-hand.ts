import { golden } from "./golden.ts";

const { mlp } = golden("torch");
const [examples, inputs] = mlp.x.shape;
const [hidden, classes] = [7, 3];

type Arrays = Readonly<Record<string, Float64Array>>;

/**
 * Loss and gradient of the reference problem's small network in plain numbers, with the engine's own eˣ and tanh: they
 * give the numbers below 2⁻¹⁰²² that kernels round to 0.
 */
const lossAndGradient = ({ p0: w1, p1: b1, p2: w2, p3: b2 }: Arrays) => {
  const gradient = {
    p0: new Float64Array(w1.length),
    p1: new Float64Array(b1.length),
    p2: new Float64Array(w2.length),
    p3: new Float64Array(b2.length),
  };
  let loss = 0;
  for (let n = 0; n < examples; n++) {
    const x = mlp.x.data.slice(n * inputs, (n + 1) * inputs);
    const h = Array.from({ length: hidden }, (_, j) =>
      Math.tanh(x.reduce((sum, value, i) => sum + value * w1[i * hidden + j], 0) + b1[j]),
    );
    const logits = Array.from(
      { length: classes },
      (_, k) => h.reduce((sum, value, j) => sum + value * w2[j * classes + k], 0) + b2[k],
    );
    const largest = Math.max(...logits);
    const log = Math.log(logits.reduce((sum, z) => sum + Math.exp(z - largest), 0));
    const logs = logits.map((z) => z - largest - log);
    loss -= logs[mlp.y[n]] / examples;
    const atLogits = logs.map((value, k) => (Math.exp(value) - (k === mlp.y[n] ? 1 : 0)) / examples);
    for (const [k, value] of atLogits.entries()) gradient.p3[k] += value;
    for (const [j, value] of h.entries()) {
      let back = 0;
      for (const [k, atLogit] of atLogits.entries()) {
        gradient.p2[j * classes + k] += value * atLogit;
        back += w2[j * classes + k] * atLogit;
      }
      const inside = back * (1 - value * value);
      gradient.p1[j] += inside;
      for (let i = 0; i < inputs; i++) gradient.p0[i * hidden + j] += x[i] * inside;
    }
  }
  return { loss, gradient };
};

export const networkLoss = (weights: Arrays): number => lossAndGradient(weights).loss;
export const networkGradient = (weights: Arrays): Arrays => lossAndGradient(weights).gradient;
