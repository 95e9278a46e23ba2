import { dot, moved } from "./flat.ts";

/** How far a step went, s, and how much the gradient changed along it, y. */
export interface CurvaturePair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

interface KnownPair extends CurvaturePair {
  /** ρ = 1/yᵀs. */
  readonly rho: number;
}

/** Curvature below this is not worth remembering: its inverse would be noise. */
const leastCurvature = 1e-10;

/**
 * What the last steps say about the inverse Hessian H: the two-loop recursion from H₀ = γI with
 * γ = sᵀy/yᵀy of the newest pair. Nocedal & Wright 2006, algorithm 7.4 and equation 7.20.
 */
export class Curvature {
  private readonly size: number;
  private known: readonly KnownPair[] = [];

  /** Keeps the newest `size` pairs. */
  constructor(size: number) {
    this.size = size;
  }

  /** Oldest first. */
  get pairs(): readonly CurvaturePair[] {
    return this.known.map(({ s, y }) => ({ s, y }));
  }

  /** A pair along which the slope hardly grew is left out, so that H stays positive definite. */
  add({ s, y }: CurvaturePair): void {
    const curvature = dot(y, s);
    if (!(curvature > leastCurvature)) return;
    this.known = [...this.known, { s, y, rho: 1 / curvature }].slice(-this.size);
  }

  forget(): void {
    this.known = [];
  }

  /** −Hg. */
  direction(gradient: Float64Array): Float64Array {
    let q: Float64Array = gradient.map((value) => -value);
    const alphas: number[] = [];
    for (const { s, y, rho } of this.known.toReversed()) {
      const alpha = dot(s, q) * rho;
      alphas.unshift(alpha);
      q = moved(q, -alpha, y);
    }
    const newest = this.known.at(-1);
    const gamma = newest ? dot(newest.y, newest.s) / dot(newest.y, newest.y) : 1;
    let r: Float64Array = q.map((value) => value * gamma);
    for (const [index, { s, y, rho }] of this.known.entries()) r = moved(r, alphas[index] - dot(y, r) * rho, s);
    return r;
  }
}
