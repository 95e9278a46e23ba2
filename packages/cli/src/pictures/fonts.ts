/** Finds fonts of this machine that a drawer of PNG files can read. */
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Families with a regular and a bold face, by their files; the first found is taken. */
const families = [
  ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"],
  ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"],
  ["LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"],
  ["segoeui.ttf", "segoeuib.ttf"],
  ["arial.ttf", "arialbd.ttf"],
  ["Arial.ttf", "Arial Bold.ttf"],
  ["Arial Unicode.ttf"],
  ["Roboto-Regular.ttf", "Roboto-Bold.ttf"],
  ["OpenSans-Regular.ttf", "OpenSans-Bold.ttf"],
  ["Ubuntu-R.ttf", "Ubuntu-B.ttf"],
  ["Cantarell-Regular.otf", "Cantarell-Bold.otf"],
  ["FreeSans.ttf", "FreeSansBold.ttf"],
] as const;

/** Where systems keep their fonts. */
export const fontFolders = (): readonly string[] => [
  "/usr/share/fonts",
  "/usr/local/share/fonts",
  join(homedir(), ".fonts"),
  join(homedir(), ".local/share/fonts"),
  "/System/Library/Fonts",
  "/Library/Fonts",
  join(homedir(), "Library/Fonts"),
  join(process.env.WINDIR ?? "C:\\Windows", "Fonts"),
];

/** Paths of font files by their names, in these folders and those within. */
const filesIn = async (folders: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    for (const entry of entries) {
      const name = entry.split(/[/\\]/).at(-1) ?? entry;
      if (/\.(ttf|otf)$/i.test(name) && !found.has(name)) found.set(name, join(folder, entry));
    }
  }
  return found;
};

/** The files of a family for labels; `undefined` where these folders have no font. */
export const findFonts = async (folders = fontFolders()): Promise<readonly Uint8Array[] | undefined> => {
  const files = await filesIn(folders);
  const family = families.find(([regular]) => files.has(regular)) ?? [...files.keys()].sort().slice(0, 1);
  const paths = family.flatMap((name) => files.get(name) ?? []);
  return paths.length === 0 ? undefined : Promise.all(paths.map((path) => readFile(path)));
};
