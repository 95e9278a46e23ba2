export { Generator, type GeneratorState } from "./generator.ts";
export { foldKey, type Key, keyOf, type PathPart } from "./key.ts";
export { normalBelow, normalQuantile } from "./normal.ts";
export { threefry2x32, threefryInto, uniformOf } from "./threefry.ts";
