/** 60,000 */
export const showCount = (value: number): string => value.toLocaleString("en-US");

/** `1 epoch`, `10 epochs` */
export const plural = (value: number, noun: string): string => `${showCount(value)} ${noun}${value === 1 ? "" : "s"}`;

/** A learning rate or another setting: at most three digits, 9.1e-5 when small. */
export const showRate = (value: number): string => {
  const short = Number(value.toPrecision(3));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
};

/** A loss or an accuracy. */
export const showScore = (value: number): string =>
  Number.isFinite(value) && Math.abs(value) < 1e5 ? value.toFixed(4) : showRate(value);

/** 0.84 s, 12.3 s, 2 min 5 s */
export const showDuration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
};
