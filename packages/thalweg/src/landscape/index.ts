export { type LanczosOptions, lanczos, type Product, type RitzValues } from "../solvers/index.ts";
export { type Curvature, type CurvatureOptions, curvatureOf, type ValueAndGradient } from "./curvature.ts";
export { type Direction, moved } from "./directions.ts";
export { type HutchinsonOptions, hutchinsonTrace, type TraceEstimate } from "./hutchinson-trace.ts";
export { type LossAt, lossAt, type Network } from "./network.ts";
export {
  type PrincipalDirections,
  type PrincipalDirectionsOptions,
  principalDirections,
} from "./principal-directions.ts";
export { projectPath } from "./project-path.ts";
export {
  type Normalization,
  normalizations,
  type RandomDirectionsOptions,
  randomDirections,
} from "./random-directions.ts";
export { type SamSharpnessOptions, samSharpness } from "./sam-sharpness.ts";
export { type Sharpness, type SharpnessOptions, sharpness } from "./sharpness.ts";
export { type LossSlice, type SliceGrid, type SliceOptions, sliceLoss, spaced } from "./slice-loss.ts";
export { type SpectralDensity, type SpectralDensityOptions, spectralDensity } from "./spectral-density.ts";
