/** Elements of SVG pictures. */
import { styleSheet } from "./style.ts";

/** Pixels, to a tenth. */
export const at = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Signs that XML cannot hold: control characters, and halves of pairs. */
const impossible = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;

export const escaped = (words: string): string =>
  words.replace(impossible, "\ufffd").replace(/[&<>"]/g, (sign) => signs[sign]);

export const text = (x: number, y: number, words: string, classes: string): string =>
  `<text x="${at(x)}" y="${at(y)}" class="${classes}">${escaped(words)}</text>`;

export const line = (x1: number, y1: number, x2: number, y2: number, classes: string): string =>
  `<line x1="${at(x1)}" x2="${at(x2)}" y1="${at(y1)}" y2="${at(y2)}" class="${classes}"/>`;

export const circle = (x: number, y: number, radius: number, classes: string): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="${radius}" class="${classes}"/>`;

export const rectangle = (x: number, y: number, width: number, height: number, classes: string): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" class="${classes}"/>`;

/** Where something is in a picture, in pixels. */
export type Pixel = readonly [x: number, y: number];

/** A line through pixels, as the `d` of a path. */
export const through = (pixels: readonly Pixel[]): string =>
  pixels.map(([x, y], index) => `${index === 0 ? "M" : "L"}${at(x)},${at(y)}`).join("");

/** Where the inside of a chart is, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A whole picture of this size, on its own ground. */
export const picture = (width: number, height: number, title: string, elements: readonly string[]): string => {
  const inside = [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" class="ground"/>`,
    ...elements,
  ].join("\n");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styleSheet(inside)}</style>`,
    inside,
    "</svg>",
    "",
  ].join("\n");
};
