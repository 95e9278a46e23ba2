/** Checks the packages' sources against the order of rooms in `docs/layout.md`; an argument names another root. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { checkRooms, readRooms } from "./rooms.js";

const root = resolve(process.argv[2] ?? ".");
const packages = join(root, "packages");

/** @param {string} folder @returns {string[]} */
const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : filesIn(path);
    return /\.(ts|tsx|js)$/.test(entry.name) ? [path] : [];
  });

const sources = filesIn(packages).map((path) => ({
  path: path.slice(packages.length + 1).replaceAll(sep, "/"),
  text: readFileSync(path, "utf8"),
}));
const rooms = readRooms(readFileSync(join(root, "docs", "layout.md"), "utf8"));
const problems = checkRooms(rooms, sources);
for (const problem of problems) console.error(problem);
console.log(`${rooms.length} rooms, ${sources.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
