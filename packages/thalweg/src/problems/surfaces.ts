import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Surface } from "./surface.ts";
import { ackley } from "./surfaces/ackley.ts";
import { beale } from "./surfaces/beale.ts";
import { booth } from "./surfaces/booth.ts";
import { himmelblau } from "./surfaces/himmelblau.ts";
import { monkeySaddle } from "./surfaces/monkey-saddle.ts";
import { parabola } from "./surfaces/parabola.ts";
import { plateaus } from "./surfaces/plateaus.ts";
import { rastrigin } from "./surfaces/rastrigin.ts";
import { ravine } from "./surfaces/ravine.ts";
import { rosenbrock } from "./surfaces/rosenbrock.ts";
import { saddle } from "./surfaces/saddle.ts";
import { styblinskiTang } from "./surfaces/styblinski-tang.ts";

/**
 * All surfaces by their names.
 *
 * @example
 * Object.values(surfaces).filter(({ convex }) => convex === true).map(({ name }) => name); // ["parabola", "ravine", "booth"]
 */
export const surfaces: Readonly<Record<string, Surface>> = Object.fromEntries(
  [
    parabola,
    ravine,
    rosenbrock,
    saddle,
    monkeySaddle,
    beale,
    booth,
    himmelblau,
    rastrigin,
    ackley,
    styblinskiTang,
    plateaus,
  ].map((surface) => [surface.name, surface]),
);

/**
 * The surface called `name`.
 *
 * @example
 * surfaceNamed("rosenbrock").at([-1, 1]); // 4
 */
export const surfaceNamed = (name: string): Surface => {
  if (Object.hasOwn(surfaces, name)) return surfaces[name];
  throw new ThalwegError("argument", `there is no surface ${name}${suggestion(name, Object.keys(surfaces))}`);
};
