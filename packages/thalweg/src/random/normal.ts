/**
 * The standard normal distribution by its quantile function, equal to the last bit on every engine.
 *
 * Wichura 1988, "Algorithm AS 241" (PPND16, relative error about 1e-16), with a logarithm made of + − × ÷
 * and exact scaling alone: `Math.log` may differ between engines in its last bit.
 *
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export const normalQuantile = (p: number): number => {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(central.top, r)) / polynomial(central.bottom, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? Math.sign(q) * Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-logOf(tail));
  const { top, bottom, from } = r <= 5 ? near : far;
  return (Math.sign(q) * polynomial(top, r - from)) / polynomial(bottom, r - from);
};

/** Probability that a standard normal is below `x`, by bisection of the quantile function: for set-up, not for loops. */
export const normalBelow = (x: number): number => {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 120; i++) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < x) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

const polynomial = (coefficients: readonly number[], x: number): number => {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
};

// log x = e·log 2 + 2·artanh((m − 1)/(m + 1)) for x = m·2ᵉ with m in [√½, √2): 12 terms leave less than 1e-19.
const logOf = (x: number): number => {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  return exponent * Math.LN2 + 2 * s * polynomial(artanhTerms, s * s);
};

const artanhTerms = Array.from({ length: 12 }, (_, i) => 1 / (2 * i + 1));

const central = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};

const near = {
  from: 1.6,
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

const far = {
  from: 5,
  top: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  bottom: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
