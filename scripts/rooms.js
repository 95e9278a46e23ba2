/** The order of the library's rooms, and the imports that break it. */
import { posix } from "node:path";
import ts from "typescript";

/** @typedef {{ path: string, text: string }} Source a file by its path from `packages/`, with forward slashes */

/**
 * The rooms in data-flow order: the first column of the table under the heading "Rooms".
 *
 * @param {string} layout the text of `docs/layout.md`
 * @returns {string[]}
 */
export const readRooms = (layout) => {
  const section = layout.split(/^## /m).find((part) => part.startsWith("Rooms")) ?? "";
  return [...section.matchAll(/^\| *`([\w-]+)` *\|/gm)].map(([, room = ""]) => room);
};

/** Tests, and what only tests use (folders called `testing`), import from anywhere. */
const isTest = (/** @type {string} */ path) => path.endsWith(".test.ts") || path.includes("/testing/");

/** The first folder below `thalweg/src/`; files beside the rooms, such as `index.ts`, belong to the root, "". */
const roomOf = (/** @type {string} */ path) => {
  const folders = path.slice("thalweg/src/".length).split("/");
  return folders.length > 1 ? (folders[0] ?? "") : "";
};

const packageOf = (/** @type {string} */ path) => path.split("/")[0];

/**
 * The room that an import of the library leads to, or undefined when it leads elsewhere.
 *
 * @param {string} from path of the importing file
 * @param {string} specifier
 */
const targetRoom = (from, specifier) => {
  if (specifier === "#platform") return "platform";
  if (specifier === "thalweg") return "";
  if (specifier.startsWith("thalweg/")) return specifier.split("/")[1];
  return specifier.startsWith(".") ? roomOf(posix.join(posix.dirname(from), specifier)) : undefined;
};

/**
 * Why one import is not allowed, or undefined when it is.
 *
 * @param {string[]} rooms in order
 * @param {string} from path of the importing file
 * @param {string} specifier
 */
const objection = (rooms, from, specifier) => {
  if (specifier.startsWith(".") && packageOf(posix.join(posix.dirname(from), specifier)) !== packageOf(from)) {
    return "a relative import stays inside its package; import the other package by its name";
  }
  if (!from.startsWith("thalweg/src/")) return undefined;
  const room = roomOf(from);
  if (specifier.startsWith("node:") && room !== "platform") {
    return "only platform imports Node's modules, so that bundles for browsers hold none of them";
  }
  const target = targetRoom(from, specifier);
  if (target === undefined || room === "" || target === room) return undefined;
  if (target === "") return "a room does not import the root, which imports the rooms";
  const unlisted = !rooms.includes(room) || !rooms.includes(target); // reported once, as a folder
  if (unlisted || rooms.indexOf(target) < rooms.indexOf(room)) return undefined;
  return `${room} comes before ${target} in docs/layout.md; a room imports only from rooms before it`;
};

/**
 * What is wrong: folders and list that differ, and imports that break a rule, each as `file:line: "import": rule`.
 *
 * @param {string[]} rooms in order
 * @param {Source[]} sources
 * @returns {string[]}
 */
export const checkRooms = (rooms, sources) => {
  const library = sources.filter(({ path }) => path.startsWith("thalweg/src/"));
  const folders = new Set(library.map(({ path }) => roomOf(path)).filter((room) => room !== ""));
  const unlisted = [...folders].filter((folder) => !rooms.includes(folder));
  const missing = rooms.filter((room) => !folders.has(room));
  return [
    ...unlisted.map((folder) => `packages/thalweg/src/${folder}: not in the table of rooms in docs/layout.md`),
    ...missing.map(
      (room) => `docs/layout.md: ${room} is in the table of rooms but has no folder in packages/thalweg/src`,
    ),
    ...sources
      .filter(({ path }) => !isTest(path))
      .flatMap(({ path, text }) =>
        ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName, pos }) => {
          const rule = objection(rooms, path, fileName);
          const line = text.slice(0, pos).split("\n").length;
          return rule ? [`packages/${path}:${line}: "${fileName}": ${rule}`] : [];
        }),
      ),
  ];
};
