/** The smallest complete program a page would ship: train an MLP classifier. `npm run size` measures its bundle. */
import { adam, crossEntropy, dense, relu, sequential, Trainer } from "thalweg";

export const trainer = new Trainer({
  model: sequential([dense(256), relu(), dense(128), relu(), dense(10)]),
  loss: crossEntropy(),
  optimizer: adam({ learningRate: 1e-3 }),
  seed: 0,
});
