export { type Blas, type BlasSearch, findBlas } from "./find.ts";
export { type BlasLaunch, blasLaunch, blasScratchBytes, type LaunchWriter } from "./launch.ts";
export { type BlasConnection, connectBlas } from "./product.ts";
export { blasRule, usesBlas } from "./uses-blas.ts";
