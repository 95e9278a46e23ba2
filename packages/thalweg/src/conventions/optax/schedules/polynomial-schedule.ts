import { joined, polynomial, type Schedule } from "../../../schedules/index.ts";

export interface OptaxPolynomialOptions {
  /** Value at step 0. */
  initial: number;
  /** Value at the end. */
  final: number;
  /** Steps from initial to final. */
  total: number;
  /** 1 is a line. */
  power: number;
  /** The step up to which `initial` is held; 0 unless given. */
  begin?: number;
}

/**
 * `optax.polynomial_schedule`: final + (initial − final)(1 − (t − begin)/total)^power, held before and after.
 *
 * @example
 * const rate = optax.polynomialSchedule({ initial: 0.1, final: 0, total: 40, power: 2, begin: 5 });
 * rate(25); // 0.025
 */
export const polynomialSchedule = ({ initial, final, total, power, begin = 0 }: OptaxPolynomialOptions): Schedule => {
  const shape = polynomial({ initial, final, total, power });
  return begin > 0 ? joined([{ until: begin, schedule: initial }, { schedule: shape }]) : shape;
};
