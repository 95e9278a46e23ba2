/** What training needs beside its updates, in one piece, so that a page can show something before it is loaded. */
export { aboutFit } from "./describing.ts";
export { goOn, tooShort } from "./going-on.ts";
export { withLargestBatch } from "./largest-batch.ts";
export { begin as beginProbe } from "./probing/index.ts";
export { locateNonFinite } from "./probing/locate.ts";
export { remember } from "./remember.ts";
export { loadFile, saveFile } from "./saving.ts";
export { evaluationWeightsOf, setWeights, weightsOf } from "./weights.ts";
