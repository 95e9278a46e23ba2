import type { Problem } from "../problem.ts";
import { blobs } from "./blobs.ts";
import { deepBlobs } from "./deep-blobs.ts";
import { friedman } from "./friedman.ts";
import { garments, garmentsConvolutional } from "./garments.ts";
import { moons } from "./moons.ts";
import { parity } from "./parity.ts";
import { rings } from "./rings.ts";
import { sine } from "./sine.ts";
import { spirals } from "./spirals.ts";
import { teacher } from "./teacher.ts";
import { waves } from "./waves.ts";

export const problems: readonly Problem[] = [
  spirals,
  blobs,
  deepBlobs,
  moons,
  rings,
  parity,
  garments,
  garmentsConvolutional,
  teacher,
  friedman,
  sine,
  waves,
];
