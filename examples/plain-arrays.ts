/**
 * Optimizers on plain Float64Arrays, with gradients worked out by hand, on Rosenbrock's valley
 * (1 − x)² + 100(y − x²)² from (−1, 1). `npm run example examples/plain-arrays.ts [steps]`
 */
import { adam, gradientDescent, momentum, Optimizer } from "thalweg";

const steps = Number(process.argv[2] ?? 5000);

const rosenbrock = ([x, y]: Float64Array): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
const gradient = ([x, y]: Float64Array): number[] => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)];

const contestants = {
  "gradient descent": gradientDescent({ learningRate: 5e-4 }),
  momentum: momentum({ learningRate: 1e-4, beta: 0.9 }),
  adam: adam({ learningRate: 0.01 }),
};

for (const [name, spec] of Object.entries(contestants)) {
  const point = Float64Array.of(-1, 1);
  const optimizer = new Optimizer({ point }, spec);
  for (let step = 0; step < steps; step++) {
    const result = optimizer.step({ point: gradient(point) });
    if (!result.applied) throw new Error(result.reason);
  }
  const [x, y] = point;
  console.log(`${name}: (${x.toFixed(6)}, ${y.toFixed(6)}), loss ${rosenbrock(point).toPrecision(7)}`);
}
