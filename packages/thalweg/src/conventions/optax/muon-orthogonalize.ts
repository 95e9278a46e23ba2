import type { Quintic } from "../../optimizers/matrices/orthogonalize.ts";
import { eigh, type Tensor } from "../../tensor/index.ts";

/**
 * What brings singular values below 1 before Newton–Schulz: "frobenius", X/(‖X‖ + ε); "spectral", X/(σ₁ + ε), σ₁ the
 * largest of them; "aol", each row over √(Σ|XXᵀ|) of that row; "schatten", X/√‖XXᵀ‖.
 */
export type MuonPreconditioning = (typeof muonPreconditionings)[number];
export const muonPreconditionings = ["frobenius", "spectral", "aol", "schatten"] as const;

/** What Optax bounds the divisors of "aol" and "schatten" by. */
const leastDivisor = 1e-8;

const quinticStep = (x: Tensor, gram: Tensor, [a, b, c]: Quintic): Tensor => {
  const polynomial = gram.mul(x.literal(b)).add(gram.matmul(gram).mul(x.literal(c)));
  return x.mul(x.literal(a)).add(polynomial.matmul(x));
};

const gramOf = (x: Tensor): Tensor => x.matmul(x.transpose());

/** X, or X and its XXᵀ where that is known from the scaling. */
const scaledDown = (x: Tensor, epsilon: Tensor, by: MuonPreconditioning): { x: Tensor; gram: Tensor } => {
  const [rows] = x.shape;
  if (by === "frobenius" || by === "spectral") {
    const norm = by === "frobenius" ? x.norm() : eigh(gramOf(x)).values.max().maximum(x.literal(0)).sqrt();
    const scaled = x.div(norm.add(epsilon));
    return { x: scaled, gram: gramOf(scaled) };
  }
  const gram = gramOf(x);
  if (by === "schatten") {
    const divisor = gram.norm().maximum(x.literal(leastDivisor));
    return { x: x.div(divisor.sqrt()), gram: gram.div(divisor) };
  }
  const root = gram.abs().sum(1).maximum(x.literal(leastDivisor)).sqrt();
  const [column, row] = [root.reshape([rows, 1]), root.reshape([1, rows])];
  return { x: x.div(column), gram: gram.div(column).div(row) };
};

/** Newton–Schulz with coefficients of its own for each step. */
export const orthogonalizedBy = (
  x: Tensor,
  epsilon: Tensor,
  steps: readonly Quintic[],
  preconditioning: MuonPreconditioning,
): Tensor => {
  const [rows, columns] = x.shape;
  const isTall = rows > columns;
  const first = scaledDown(isTall ? x.transpose() : x, epsilon, preconditioning);
  const result = steps.reduce(
    (wide, step, index) => quinticStep(wide, index === 0 ? first.gram : gramOf(wide), step),
    first.x,
  );
  return isTall ? result.transpose() : result;
};
