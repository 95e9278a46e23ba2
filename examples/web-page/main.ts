/**
 * Training in a web page, with the picture of what the network thinks after every epoch: each pixel's red, green and blue
 * are the probabilities of three classes. `npm run build`, then `npx vite examples/web-page` and open the address it says.
 */
import {
  accuracy,
  adam,
  type Callback,
  crossEntropy,
  dataset,
  dense,
  Generator,
  sequential,
  Trainer,
  tanh,
} from "thalweg";

/** Points of three arms: inputs [points, 2] in [−1, 1], targets [points]. */
const spiral = (points: number) => {
  const random = new Generator(1, "spiral");
  const inputs = Array.from({ length: points }, (_, index) => {
    const radius = random.uniform();
    const angle = (2 * Math.PI * (index % 3)) / 3 + 4 * radius + random.normal(0, 0.15);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return dataset({ inputs, targets: inputs.map((_, index) => index % 3), classes: ["red", "green", "blue"] });
};

/** Trains, and draws into the canvas; the accuracy on the points at the end. */
export const draw = async (canvas: HTMLCanvasElement, text: HTMLElement, { epochs = 60, size = 100 } = {}) => {
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  const image = new ImageData(size, size);
  const middles = Array.from({ length: size }, (_, index) => (2 * index + 1) / size - 1);
  const pixels = Float32Array.from(middles.flatMap((y) => middles.flatMap((x) => [x, y])));

  const points = spiral(600);
  const trainer = new Trainer({
    model: sequential([dense(32), tanh(), dense(32), tanh(), dense(3)]),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 0.02 }),
    metrics: [accuracy()],
  });
  const drawing: Callback = {
    async onEpochEnd({ epoch, loss, metrics }) {
      const probabilities = await (await trainer.predict(pixels)).data(); // [size · size, 3]
      for (let pixel = 0; pixel < size * size; pixel++) {
        const colour = probabilities.subarray(3 * pixel, 3 * pixel + 3);
        image.data.set([...colour.map((share) => 255 * share), 255], 4 * pixel);
      }
      context?.putImageData(image, 0, 0);
      text.textContent = `epoch ${epoch}: loss ${loss.toFixed(3)}, accuracy ${metrics.accuracy.toFixed(3)}`;
      // The page shows it, and answers its visitor, when training lets go of the thread.
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
  await trainer.fit(points, { epochs, callbacks: [drawing] });
  return (await trainer.evaluate(points)).metrics.accuracy;
};
