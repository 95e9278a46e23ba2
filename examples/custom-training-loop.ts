/**
 * Gradient descent without a trainer: a model as functions on tensors, its gradient, and the rule w ← w − ηg by hand.
 * `npm run example examples/custom-training-loop.ts [steps]`
 */
import {
  crossEntropy,
  Draws,
  dense,
  evaluate,
  Generator,
  initialParameters,
  relu,
  sequential,
  type Tensor,
  tensor,
  valueAndGrad,
} from "thalweg";

const steps = Number(process.argv[2] ?? 400);
const learningRate = 0.3;

// Points of a spiral with three arms. inputs: [points, 2], labels: [points].
const random = new Generator(1, "spiral");
const points = Array.from({ length: 300 }, (_, index) => {
  const radius = (index % 100) / 100;
  const angle = 2 * Math.floor(index / 100) + 4 * radius + random.normal(0, 0.15);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});
const inputs = tensor(points);
const labels = tensor(Int32Array.from(points, (_, index) => Math.floor(index / 100)));

const model = sequential([dense(32), relu(), dense(32), relu(), dense(3)]);
const logits = (parameters: Record<string, Tensor>): Tensor =>
  model.apply(inputs, { parameters, state: {}, training: true, random: new Draws(0) }).y;
const loss = (parameters: Record<string, Tensor>): Tensor => crossEntropy().apply(logits(parameters), labels);

let parameters = initialParameters(model.build([2]), { seed: 0 });
for (let step = 0; step <= steps; step++) {
  const { value, gradient } = valueAndGrad(loss)(parameters);
  const next = Object.entries(parameters).map(([name, w]) => [name, w.sub(gradient[name].mul(learningRate))] as const);
  // One run for the loss and all new weights; nothing needs to be disposed of.
  await evaluate(value, ...next.map(([, w]) => w));
  parameters = Object.fromEntries(next);
  if (step % 100 === 0) console.log(`step ${step}: loss ${(await value.item()).toFixed(4)}`);
}

const right = await logits(parameters).argmax().eq(labels).mean().item();
console.log(`accuracy ${right.toFixed(3)}`);
