/** How much room words take: an estimate that is rather too wide, since nobody knows the reader's font. */

const narrow = /[iljtfrI.,:;'|!()[\] ]/;
const broad = /[mwMW@%—…]/;
const capital = /[A-Z0-9_+<>=~#&]/;

const shareOf = (sign: string): number => {
  if (narrow.test(sign)) return 0.38;
  if (broad.test(sign)) return 0.95;
  if (capital.test(sign)) return 0.68;
  return sign > "\u1100" && sign < "\uffff" ? 1.05 : 0.6;
};

/** Pixels that words take in letters of this size. */
export const widthOf = (words: string, size = 12): number =>
  Array.from(words).reduce((sum, sign) => sum + shareOf(sign), 0) * size;

/** Words that fit, with an ellipsis where they did not. */
export const fitted = (words: string, width: number, size = 12): string => {
  if (widthOf(words, size) <= width) return words;
  let room = width - widthOf("…", size);
  let kept = "";
  for (const sign of words) {
    room -= shareOf(sign) * size;
    if (room < 0) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
};

/** Words in lines of this width, at most so many; a word that is wider by itself is broken. */
export const inLines = (words: string, width: number, size = 12, most = 4): readonly string[] => {
  const lines: string[] = [];
  for (const word of words.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = `${shown[most - 1]} ${lines.slice(most).join(" ")}`;
  return shown.map((one) => fitted(one, width, size));
};

/** A value in at most `digits` digits: 0.0123, 1.5, 2,500, 3.1e-21. */
export const showValue = (value: number, digits = 4): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const short = Number(value.toPrecision(digits));
  const size = Math.abs(short);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return short.toExponential().replace("+", "");
  return size >= 1e4 ? short.toLocaleString("en-US", { maximumSignificantDigits: digits }) : String(short);
};

/** Values in as few digits as tell them apart. */
export const showApart = (values: readonly number[]): readonly string[] => {
  for (let digits = 2; digits < 8; digits++) {
    const shown = values.map((value) => showValue(value, digits));
    if (new Set(shown).size === new Set(values).size) return shown;
  }
  return values.map((value) => showValue(value, 8));
};
