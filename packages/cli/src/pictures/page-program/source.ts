/** The program of a report's page where the sources run: bundled when it is asked for. */
import { bundledPage } from "../../../scripts/page.js";

let program: string | undefined;

export const pageProgram = (): string => {
  program ??= bundledPage();
  return program;
};
