import { Option } from "commander";
import { writeFileAtomic } from "thalweg/platform";
import { checkFile } from "../run/run-folder.ts";
import type { Surroundings } from "../surroundings.ts";
import { findFonts } from "./fonts.ts";
import { noFont, pngOf } from "./png-picture.ts";
import { type Report, reportHtml } from "./report-page.ts";
import { svgOf } from "./svg-picture.ts";

/** Files that a command is asked to draw into. */
export interface PictureOptions {
  readonly svg?: string;
  readonly png?: string;
  readonly report?: string;
}

/** Options of every command that draws. */
export const pictureOptions = (): readonly Option[] => [
  new Option("--svg <file>", "write the picture there, for light and dark pages; further ones get -2, -3"),
  new Option("--png <file>", "the same as PNG"),
  new Option("--report <file.html>", "write a page there with all pictures, to look into; it needs no network"),
];

/** Refuses names that cannot be written, before any time is spent. */
export const checkPictures = async ({ svg, png, report }: PictureOptions): Promise<void> => {
  await checkFile("--svg", svg);
  await checkFile("--png", png);
  await checkFile("--report", report);
  if (png !== undefined && (await findFonts()) === undefined) throw noFont();
};

/** `loss.svg`, `loss-2.svg`, `loss-3.svg` */
export const numberedFile = (file: string, index: number): string =>
  index === 0 ? file : file.replace(/(\.[^./\\]*)?$/, (extension) => `-${index + 1}${extension}`);

/** Writes what the options ask for and says so on stderr; returns the files. */
export const writePictures = async (
  { svg, png, report }: PictureOptions,
  made: Report,
  { err }: Surroundings,
): Promise<string[]> => {
  const figures = made.sections.flatMap(({ figure }) => (figure === undefined ? [] : [figure]));
  const files: string[] = [];
  const write = async (file: string, content: string | Uint8Array): Promise<void> => {
    await writeFileAtomic(file, typeof content === "string" ? new TextEncoder().encode(content) : content);
    err.write(`drawn in ${file}\n`);
    files.push(file);
  };
  if (svg !== undefined || png !== undefined) {
    for (const [index, figure] of figures.entries()) {
      const picture = svgOf(figure);
      if (svg !== undefined) await write(numberedFile(svg, index), picture);
      if (png !== undefined) await write(numberedFile(png, index), await pngOf(picture));
    }
  }
  if (report !== undefined) await write(report, reportHtml(made));
  return files;
};
