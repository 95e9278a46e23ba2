/** Installs what tests use from Debian's packages, where that needs no password. */
import { existsSync } from "node:fs";
import { run } from "./step.js";

export const isRootOnDebian = () => process.getuid?.() === 0 && existsSync("/etc/debian_version");

/**
 * @param {string} title of the step
 * @param {string} name of the package
 * @returns {Promise<boolean>} whether it was installed
 */
export const installPackage = (title, name) => {
  const install = `apt-get update && apt-get install -y --no-install-recommends ${name}`;
  return run(title, "sh", ["-c", install], { DEBIAN_FRONTEND: "noninteractive" });
};
