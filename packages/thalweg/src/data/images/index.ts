export type { Image, ImageDecoder } from "./image.ts";
export { type ImageFolderOptions, imageFolder } from "./image-folder.ts";
export { decodePng } from "./png.ts";
export { type ResizeOptions, resizeImage } from "./resize.ts";
