/** Finds, and on Debian installs, the OpenBLAS that tests of products by a BLAS use. */
import { existsSync, readdirSync } from "node:fs";
import { installPackage, isRootOnDebian } from "./debian.js";

/** Whether Debian's OpenBLAS is installed: a library in the folder of the machine's architecture. */
const isInstalled = () => readdirSync("/usr/lib").some((folder) => existsSync(`/usr/lib/${folder}/libopenblas.so.0`));

/** Makes OpenBLAS available where that needs no password; returns why the tests may be skipped, or undefined. */
export const ensureBlas = async () => {
  // Elsewhere the tests look for one themselves, and say so when there is none.
  if (!isRootOnDebian() || isInstalled()) return undefined;
  return (await installPackage("install OpenBLAS", "libopenblas0-pthread"))
    ? undefined
    : "OpenBLAS could not be installed";
};
