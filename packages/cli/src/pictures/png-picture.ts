import { readFile } from "node:fs/promises";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { ThalwegError } from "thalweg/errors";
import { findFonts, fontFolders } from "./fonts.ts";
import { inLight } from "./style.ts";

let drawer: Promise<void> | undefined;

/** The drawer, a WebAssembly module, is started once. */
const started = (): Promise<void> => {
  drawer ??= readFile(new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))).then((bytes) => initWasm(bytes));
  return drawer;
};

/** What is said where no font is found. */
export const noFont = (folders = fontFolders()): ThalwegError =>
  new ThalwegError(
    "file",
    `--png: words need a font, and none is in ${folders.join(", ")}; install one, such as DejaVu Sans, or use --svg`,
  );

/**
 * An SVG picture as PNG in its light theme; `scale`: pixels of it a pixel of the picture. Words need a TrueType font of the
 * machine.
 */
export const pngOf = async (svg: string, scale = 2, folders = fontFolders()): Promise<Uint8Array> => {
  const fontBuffers = await findFonts(folders);
  if (fontBuffers === undefined) throw noFont(folders);
  await started();
  const renderer = new Resvg(inLight(svg), {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: [...fontBuffers] },
  });
  const image = renderer.render();
  const png = image.asPng();
  image.free();
  renderer.free();
  return png;
};
