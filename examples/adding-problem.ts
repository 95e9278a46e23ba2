/**
 * An LSTM that adds two numbers it saw far apart in a sequence: always answering 1 has an error of 1/6, and only memory
 * makes it less. `npm run example examples/adding-problem.ts [epochs] [length]`
 */
import { adam, addingProblem, type Callback, dense, lstm, mse, sequential, Trainer } from "thalweg";

const [epochs, length] = [Number(process.argv[2] ?? 6), Number(process.argv[3] ?? 50)];

// inputs: [examples, time, 2], a number and a mark at each step; targets: [examples, 1], the sum of the two marked ones.
const train = addingProblem({ length, examples: 5000, seed: 0 });
const test = addingProblem({ length, examples: 1000, seed: 1 });

const trainer = new Trainer({
  model: sequential([lstm(32), dense(1)]),
  loss: mse(),
  optimizer: adam({ learningRate: 0.01 }),
  // Gradients through many steps can explode.
  clip: 1,
});
const say: Callback = { onEpochEnd: ({ epoch, loss }) => console.log(`epoch ${epoch}: loss ${loss.toFixed(5)}`) };
await trainer.fit(train, { epochs, batchSize: 50, callbacks: [say] });

const { loss } = await trainer.evaluate(test);
console.log(`test loss ${loss.toFixed(5)}, of answering 1: ${(1 / 6).toFixed(5)}`);
const answers = await (await trainer.predict(test)).data();
console.log(`${answers[0].toFixed(3)} for the sum ${test.targets.values[0].toFixed(3)}`);
