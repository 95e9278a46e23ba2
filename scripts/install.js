/** Installs the dependencies that `package-lock.json` names, unless they are there already. */
import { existsSync, readFileSync } from "node:fs";
import { run } from "./step.js";

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * The packages of a lock file by folder.
 *
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
const lockedPackages = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {});

/**
 * Whether the installed packages are those of the lock file; optional ones may be missing on this system.
 *
 * @param {Record<string, LockedPackage>} wanted from `package-lock.json`
 * @param {Record<string, LockedPackage>} installed from `node_modules/.package-lock.json`
 */
export const isInstalled = (wanted, installed) =>
  Object.entries(wanted)
    .filter(([folder]) => folder.includes("node_modules/"))
    .every(([folder, { version, optional }]) =>
      installed[folder] ? installed[folder].version === version : optional === true,
    );

/** Runs `npm ci` when `node_modules` is missing or differs from the lock file; returns whether all is there. */
export const install = async () => {
  if (isInstalled(lockedPackages("package-lock.json"), lockedPackages("node_modules/.package-lock.json"))) return true;
  return run("install dependencies", "npm", ["ci"]);
};
