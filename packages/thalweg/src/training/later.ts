/** Loads what training needs beside its updates, with the first fit, probe, copy of weights or file: not with the page. */
export const onDemand = () => import("./on-demand.ts");
