/** What a landscape says, in words and numbers. */
import { showCount, showRate, showScore } from "../report/numbers.ts";
import { meanRise, type Plane } from "./landscape-plane.ts";

/** Results of a run that tell how well it generalizes, in the order of the table. */
const told = {
  testLoss: "test loss",
  testAccuracy: "test accuracy",
  testR2: "test R²",
  validationLoss: "validation loss",
  validationPerplexity: "validation perplexity",
} as const;

const resultRows = (planes: readonly Plane[]): readonly (readonly string[])[] =>
  Object.entries(told).flatMap(([name, text]) => {
    const values = planes.map(({ run }) => run.results[name]);
    if (!values.every((value) => typeof value === "number")) return [];
    return [[text, ...values.map(showScore)]];
  });

const sharpnessRows = (planes: readonly Plane[]): readonly (readonly string[])[] => {
  const all = planes.flatMap(({ sharpness }) => (sharpness ? [sharpness] : []));
  if (all.length < planes.length) return [];
  return [
    ["norm of the gradient", ...all.map(({ gradientNorm }) => showRate(gradientNorm))],
    ["largest eigenvalue of the Hessian", ...all.map(({ largest }) => showRate(largest))],
    ["the next two", ...all.map(({ spectrum }) => [...spectrum.values.slice(1, 3)].map(showRate).join(", "))],
    ["smallest eigenvalue", ...all.map(({ smallest }) => showRate(smallest))],
    ["trace", ...all.map(({ trace, traceError }) => `${showRate(trace)} ± ${showRate(traceError)}`)],
    [`rise of the loss within ${all[0].radius} (SAM)`, ...all.map(({ rise }) => showRate(rise))],
  ];
};

/** The numbers of one or more landscapes, a column each. */
export const landscapeTable = (planes: readonly Plane[]) => ({
  head: ["", ...planes.map(({ run }) => run.name)],
  rows: [
    ["parameters", ...planes.map(({ run }) => showCount(parametersOf(run)))],
    ["training loss of the saved weights", ...planes.map(({ loss }) => showScore(loss))],
    ["lowest loss in the plane", ...planes.map(({ values }) => showScore(Math.min(...finite(values))))],
    ["highest", ...planes.map(({ values }) => showScore(Math.max(...finite(values))))],
    ["mean rise in its inner half", ...planes.map((plane) => showScore(meanRise(plane)))],
    ...sharpnessRows(planes),
    ...resultRows(planes),
  ],
});

const finite = (values: Float64Array): number[] => [...values].filter(Number.isFinite);

const parametersOf = ({ weights, learned }: Plane["run"]): number =>
  [...learned].reduce((sum, name) => sum + weights[name].values.length, 0);

/** What one landscape shows, in a sentence. */
const oneVerdict = (plane: Plane): string => {
  const { x, y, values, loss, sharpness } = plane;
  const lowest = values.indexOf(Math.min(...finite(values)));
  const [left, top] = [x[lowest % x.length], y[Math.floor(lowest / x.length)]];
  const place =
    values[lowest] < loss
      ? `The plane has a lower place, ${showScore(values[lowest])} at (${showRate(left)}, ${showRate(top)})`
      : "The saved weights are the lowest place of the plane";
  const mean = meanRise(plane);
  const rise = `around the saved weights the loss ${mean < 0 ? "falls" : "rises"} by ${showScore(Math.abs(mean))} on average`;
  const saddle =
    sharpness && sharpness.smallest < -0.05 * sharpness.largest
      ? "; the Hessian has negative eigenvalues, so this is no minimum yet"
      : "";
  return `${place}; ${rise}${saddle}.`;
};

const comparison = (measure: string, [a, b]: readonly [number, number]): string =>
  `${measure} ${showRate(a)} against ${showRate(b)}`;

/** Which of two minima is flatter, in a sentence. */
const twoVerdict = (a: Plane, b: Plane): string => {
  const measures = [
    { text: "the mean rise of the loss is", values: [meanRise(a), meanRise(b)] as const },
    ...(a.sharpness && b.sharpness
      ? [{ text: "the largest eigenvalue", values: [a.sharpness.largest, b.sharpness.largest] as const }]
      : []),
  ];
  const texts = measures.map(({ text, values }) => comparison(text, values)).join(", ");
  const isFlatter = measures.map(({ values }) => values[0] < values[1]);
  const others = [
    ...(parametersOf(a.run) === parametersOf(b.run) ? [] : [" The models differ, so their Hessians do not compare."]),
    ...(Math.abs(a.loss - b.loss) > Math.max(a.loss, b.loss) / 2
      ? [
          ` They fit their data differently well, ${showScore(a.loss)} against ${showScore(b.loss)}: take that with care.`,
        ]
      : []),
  ].join("");
  if (isFlatter.every((each) => each === isFlatter[0])) {
    const [flat, sharp] = isFlatter[0] ? [a, b] : [b, a];
    return `${flat.run.name} lies in a flatter minimum than ${sharp.run.name}: ${texts}.${others}`;
  }
  return `The measures do not agree which of ${a.run.name} and ${b.run.name} is flatter: ${texts}.${others}`;
};

/** What one landscape, or two side by side, show. */
export const verdictOn = ([first, second]: readonly Plane[]): string =>
  second === undefined ? oneVerdict(first) : twoVerdict(first, second);

/** A landscape in the words of `--json`. */
export const landscapeFacts = (plane: Plane) => {
  const { run, directions, loss, examples, x, y, values, path, shares, sharpness, seconds } = plane;
  return {
    run: run.folder,
    parameters: parametersOf(run),
    directions,
    loss,
    examples,
    meanRise: meanRise(plane),
    x,
    y,
    values: Array.from(values),
    path,
    ...(shares ? { shares } : {}),
    ...(sharpness
      ? {
          sharpness: {
            ...sharpness,
            spectrum: Array.from(sharpness.spectrum.values),
            residuals: Array.from(sharpness.spectrum.residuals),
          },
        }
      : {}),
    seconds,
  };
};
