import { environment, joinPath, readFile } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape } from "../graph/shape.ts";
import { clothing } from "./clothing.ts";
import type { Dataset } from "./dataset.ts";
import { type NamedBytes, readIdxPair } from "./idx-pair.ts";
import { type Fetch, type Publication, type PublishedFile, publishedFile } from "./published-files.ts";

export interface FashionMnistOptions {
  /** Folder with the four IDX files, packed with gzip or not; taken as it is. Else `$THALWEG_DATA`. */
  readonly dataDir?: string;
  /** Folder that keeps downloads; the user's cache folder unless said. */
  readonly cacheDir?: string;
  /** Fetches an address in place of the global `fetch`. */
  readonly fetch?: Fetch;
}

const publication: Publication = {
  name: "fashion-mnist",
  address: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  otherwise:
    "offline, give a folder with the four files as dataDir or $THALWEG_DATA, " +
    "or use garments(), a set of the same classes that is drawn and needs no files",
};

/** Sums as published with the data set. Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747. */
const files = {
  trainImages: { name: "train-images-idx3-ubyte.gz", md5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d" },
  trainLabels: { name: "train-labels-idx1-ubyte.gz", md5: "25c81989df183df01b3e8a0aad5dffbe" },
  testImages: { name: "t10k-images-idx3-ubyte.gz", md5: "bef4ecab320f06d8554ea6380940ec79" },
  testLabels: { name: "t10k-labels-idx1-ubyte.gz", md5: "bb300cfdad3c16e7a12a480ee83cd310" },
} as const satisfies Record<string, PublishedFile>;

const fromFolder = async (folder: string, { name }: PublishedFile): Promise<NamedBytes> => {
  const plain = name.replace(/\.gz$/, "");
  for (const candidate of [name, plain]) {
    const path = joinPath(folder, candidate);
    const bytes = await readFile(path);
    if (bytes !== undefined) return { name: path, bytes };
  }
  throw new ThalwegError(
    "file",
    `fashionMnist: dataDir must hold ${Object.values(files).length} IDX files, ${name} (or ${plain}) is missing in ` +
      `${folder}; add it, or leave dataDir and $THALWEG_DATA unset to download the set`,
  );
};

const pair = async (
  part: string,
  images: PublishedFile,
  labels: PublishedFile,
  read: (file: PublishedFile) => Promise<NamedBytes>,
): Promise<Dataset> =>
  readIdxPair(await read(images), await read(labels), { classes: clothing, name: `${publication.name}/${part}` });

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothing, uint8 [n, 28, 28, 1] in
 * [0, 255], ten classes. Read from `dataDir`, else `$THALWEG_DATA`, else the cache, else downloaded
 * from the official address with its MD5 sums checked. Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747.
 *
 * @example
 * const { train, test } = await fashionMnist({ dataDir: "data/fashion-mnist" });
 */
export const fashionMnist = async (options: FashionMnistOptions = {}): Promise<{ train: Dataset; test: Dataset }> => {
  const folder = options.dataDir ?? environment("THALWEG_DATA");
  const read = async (file: PublishedFile): Promise<NamedBytes> => {
    if (folder !== undefined) return fromFolder(folder, file);
    const bytes = await publishedFile(file, publication, { cache: options.cacheDir, fetchFrom: options.fetch });
    return { name: file.name, bytes };
  };
  const train = await pair("train", files.trainImages, files.trainLabels, read);
  const test = await pair("test", files.testImages, files.testLabels, read);
  const [images, testImages] = [train, test].map(({ inputs }) => showShape(inputs.shape.slice(1)));
  if (images !== testImages) {
    throw new ThalwegError(
      "data",
      `fashionMnist: training and test images must have the same shape, got ${images} and ${testImages}; ` +
        "take all four files from the same set",
    );
  }
  return { train, test };
};
