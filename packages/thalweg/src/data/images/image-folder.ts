import { joinPath, listFolder } from "#platform";
import { ThalwegError } from "../../errors/thalweg-error.ts";
import { dtypeOf, typedArray } from "../../kernels/dtype.ts";
import type { Dataset } from "../dataset.ts";
import { readNamed } from "../read-named.ts";
import { checkImage, type Image, type ImageDecoder, pixelsOf, showImage } from "./image.ts";
import { decodePng } from "./png.ts";
import { type ResizeOptions, resizeImage } from "./resize.ts";

export interface ImageFolderOptions {
  /** Makes a picture of each file; `decodePng` unless said. */
  readonly decode?: ImageDecoder;
  /** The size all pictures are brought to; without it they must have one. */
  readonly resize?: ResizeOptions;
}

const wrong = (message: string): ThalwegError => new ThalwegError("data", message);

/** What is seen in a folder: names that begin with a dot, such as a file manager's notes, are not. */
const visible = async (path: string) => {
  const entries = await listFolder(path);
  if (entries !== undefined) return entries.filter(({ name }) => !name.startsWith("."));
  throw new ThalwegError("file", `imageFolder: there is no folder ${path}; give the path from where the program runs`);
};

const classFiles = async (path: string): Promise<string[]> => {
  const entries = await visible(path);
  const inner = entries.find(({ isFolder }) => isFolder);
  if (inner !== undefined) {
    throw wrong(
      `imageFolder: the folder of a class must hold pictures only, got the folder ${joinPath(path, inner.name)}`,
    );
  }
  if (entries.length > 0) return entries.map(({ name }) => joinPath(path, name));
  throw wrong(`imageFolder: every class must have pictures, ${path} holds none; add some or remove the folder`);
};

/** All pictures one after the other, [images, height, width, channels]. */
const joined = (images: readonly (readonly [file: string, image: Image])[]) => {
  const [[firstFile, first]] = images;
  const { height, width, channels } = first;
  const dtype = dtypeOf(pixelsOf(first));
  const size = height * width * channels;
  const values = typedArray(dtype, images.length * size);
  for (const [index, [file, image]] of images.entries()) {
    if (showImage(image) !== showImage(first)) {
      throw wrong(
        `${file}: all pictures must have the size, channels and type of ${firstFile}, ${showImage(first)}, got ` +
          `${showImage(image)}; give resize for the size, and decode for channels and type`,
      );
    }
    values.set(pixelsOf(image), index * size);
  }
  return { values, shape: [images.length, height, width, channels] };
};

/**
 * Pictures in folders as a data set: the name of a folder in `path` is the class of the files in it, classes and files
 * sorted by name. Inputs [images, height, width, channels] as the decoder gives them (uint8 from PNG), targets [images]
 * int32. Names that begin with a dot are left out. Errors name the file.
 *
 * @example
 * const pets = await imageFolder("data/pets", { resize: { width: 8, height: 8 } });
 * pets.classes; // ["cat", "dog"]
 * pets.inputs.shape; // [4, 8, 8, 1]
 */
export const imageFolder = async (path: string, options: ImageFolderOptions = {}): Promise<Dataset> => {
  const { decode = decodePng, resize } = options;
  const classes = (await visible(path)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (classes.length < 2) {
    throw wrong(
      `imageFolder: ${path} must hold a folder of pictures for each of two or more classes, got ` +
        `${classes.length === 0 ? "no folder" : `only ${classes[0]}`}`,
    );
  }
  const images: [string, Image][] = [];
  const labels: number[] = [];
  for (const [label, name] of classes.entries()) {
    for (const file of await classFiles(joinPath(path, name))) {
      const image = await decode(await readNamed(file, "imageFolder"), file);
      checkImage(image, file);
      images.push([file, resize === undefined ? image : resizeImage(image, resize)]);
      labels.push(label);
    }
  }
  return {
    name: path,
    inputs: joined(images),
    targets: { values: Int32Array.from(labels), shape: [labels.length] },
    classes,
  };
};
