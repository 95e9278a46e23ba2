/**
 * A transformer that learns to write like a text, character by character, and writes a little after every epoch.
 * `npm run example examples/character-transformer.ts [file] [epochs] [length of a window]`
 */
import {
  adamW,
  type Callback,
  crossEntropy,
  dense,
  dropout,
  embedding,
  generateText,
  layerNorm,
  perplexity,
  positionalEmbedding,
  progressBar,
  sequential,
  Trainer,
  textData,
  transformerBlock,
  updatesPerEpoch,
  warmupCosine,
} from "thalweg";

const file = process.argv[2] ?? "docs/catalogue.md";
const [epochs, length] = [Number(process.argv[3] ?? 20), Number(process.argv[4] ?? 64)];
const batchSize = 8;

// inputs: [windows, time] ids of characters, targets: the same one character on.
const { train, validation, vocabulary, text } = await textData(file, { length });
const total = epochs * updatesPerEpoch(train, batchSize);

const block = () => transformerBlock({ heads: 4, causal: true, dropout: 0.1 });
const trainer = new Trainer({
  model: sequential([
    embedding(vocabulary.size, 64),
    positionalEmbedding(length),
    dropout(0.1),
    block(),
    block(),
    layerNorm(),
    dense(vocabulary.size, { perPosition: true }),
  ]),
  loss: crossEntropy(),
  optimizer: adamW({ learningRate: warmupCosine({ peak: 3e-3, warmup: Math.ceil(total / 20), total }) }),
  clip: 1,
  metrics: [perplexity()],
});

const writing: Callback = {
  async onEpochEnd({ epoch, validation }) {
    const start = { vocabulary, window: length, prompt: text.train.slice(0, 10) };
    const sample = await generateText(trainer, { ...start, length: 60, temperature: 0.7 });
    console.log(`epoch ${epoch}, loss ${validation?.loss.toFixed(4)}: ${JSON.stringify(sample)}`);
  },
};
await trainer.fit(train, { epochs, batchSize, validation, callbacks: [progressBar(), writing] });
