const zero = 0x30;
const decoder = new TextDecoder();
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Powers of ten that a float64 holds exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Digits that a float64 holds exactly, whatever they are. */
const exactDigits = 15;

/**
 * The finite number that bytes begin … end − 1 spell in decimal notation, rounded as `Number` rounds it; NaN when they
 * spell none. Up to 15 digits are an exact integer over an exact power of ten, so that one division rounds once (Clinger 1990).
 */
export const numberIn = (bytes: Uint8Array, begin: number, end: number): number => {
  const isNegative = bytes[begin] === 0x2d;
  let at = isNegative ? begin + 1 : begin;
  let digits = 0;
  let decimals = -1;
  let integer = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at] - zero;
    if (digit >= 0 && digit <= 9) {
      integer = integer * 10 + digit;
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (bytes[at] === 0x2e && decimals < 0) {
      decimals = 0;
    } else {
      return spelled(bytes, begin, end);
    }
  }
  if (digits === 0) return Number.NaN;
  if (digits > exactDigits) return spelled(bytes, begin, end);
  const size = decimals > 0 ? integer / powers[decimals] : integer;
  return isNegative ? -size : size;
};

const spelled = (bytes: Uint8Array, begin: number, end: number): number => {
  // Digits stand between "+" and "9", letters after.
  if (bytes[begin] > 0x39) return Number.NaN;
  const text = decoder.decode(bytes.subarray(begin, end));
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
};
