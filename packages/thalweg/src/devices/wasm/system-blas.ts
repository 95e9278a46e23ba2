import { name } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Blas } from "../blas/index.ts";

/** A BLAS, and what makes products of it: loaded where it is used, so that pages never load it. */
export interface SystemBlas {
  readonly found: Blas;
  readonly routines: typeof import("../blas/index.ts");
}

/** The BLAS that a choice (`auto`, `off`, or a library's path) means; none in a page. */
export const systemBlas = async (choice: string, shared: boolean): Promise<SystemBlas | undefined> => {
  if (choice === "off") return undefined;
  if (name === "browser") {
    if (choice === "auto") return undefined;
    throw new ThalwegError("device", `blas: a page cannot use "${choice}"; leave it "auto" or "off"`);
  }
  const routines = await import("../blas/index.ts");
  const { blas } = routines.findBlas(choice, shared);
  return blas && { found: blas, routines };
};
