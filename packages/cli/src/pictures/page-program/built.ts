/** The program of a report's page as the package has it: bundled when it was built. */
import { readFileSync } from "node:fs";

export const pageProgram = (): string => readFileSync(new URL("../../page.js", import.meta.url), "utf8");
