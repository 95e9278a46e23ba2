export { type Fans, fansOf, type Initializer } from "./initializer.ts";
export { orthogonal } from "./orthogonal.ts";
export { initialConstant, initialNormal, initialOnes, initialUniform, initialZeros } from "./plain.ts";
export {
  fanInUniform,
  type GainOptions,
  glorotNormal,
  glorotTruncatedNormal,
  glorotUniform,
  heNormal,
  heTruncatedNormal,
  heUniform,
  leCunNormal,
  leCunTruncatedNormal,
  leCunUniform,
} from "./variance-scaling.ts";
