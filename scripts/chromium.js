/** Finds, and on Debian installs, the Chromium that the browser tests run in. */
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { installPackage, isRootOnDebian } from "./debian.js";

const candidates = () =>
  [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    `${homedir()}/Applications/Chromium.app/Contents/MacOS/Chromium`,
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ].filter((path) => path !== undefined);

/** @param {string} path */
const executable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of an installed Chromium or Chrome, or undefined. `CHROMIUM_PATH` comes first. */
export const findChromium = () => candidates().find(executable);

/** Makes Chromium available where that needs no password; returns why the browser tests are skipped, or undefined. */
export const ensureChromium = async () => {
  if (findChromium()) return undefined;
  if (!isRootOnDebian()) return "no Chromium found; install it or set CHROMIUM_PATH";
  const installed = await installPackage("install Chromium", "chromium");
  return installed && findChromium() ? undefined : "Chromium could not be installed";
};
