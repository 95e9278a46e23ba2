const cells = 30;

const bar = (share: number): string => {
  const halves = Math.round(share * cells * 2);
  return "█".repeat(halves >> 1) + (halves % 2 === 1 ? "▌" : "");
};

/** Accuracy of each class as a number and a bar, aligned: `  Ankle boot  0.951  ████████`. */
export const classBars = (
  classes: readonly string[],
  accuracies: readonly (number | undefined)[],
): readonly string[] => {
  const width = Math.max(...classes.map((name) => name.length));
  return classes.map((name, label) => {
    const accuracy = accuracies[label];
    const shown = accuracy === undefined ? "no examples" : `${accuracy.toFixed(3)}  ${bar(accuracy)}`;
    return `  ${name.padEnd(width)}  ${shown}`;
  });
};
