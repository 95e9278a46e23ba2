import { ThalwegError } from "../errors/thalweg-error.ts";

export const magic = "\x93NUMPY";

export const wrong = (name: string, rule: string): ThalwegError => new ThalwegError("file", `${name}: ${rule}`);

const startOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, magic.length));

export const checkMagic = (bytes: Uint8Array, name: string): void => {
  const start = startOf(bytes);
  if (start === magic) return;
  if (start.startsWith("PK")) {
    throw wrong(
      name,
      "this is an .npz or zip archive of several arrays; save each by itself with numpy.save, or unpack it",
    );
  }
  const isCut = magic.startsWith(start);
  throw wrong(
    name,
    `an .npy file must begin with \\x93NUMPY, ${isCut ? "the file is cut off" : "this is another kind of file"}`,
  );
};

export interface Header {
  readonly description: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly end: number;
}

/** The header, a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }. */
export const readHeader = (bytes: Uint8Array, name: string): Header => {
  const version = bytes[6];
  if (bytes.length < 12) throw wrong(name, `the file is cut off within its header, ${bytes.length} bytes`);
  if (!(version >= 1 && version <= 3)) throw wrong(name, `the version must be 1, 2 or 3, got ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = version === 1 ? 10 : 12;
  const end = begin + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < end)
    throw wrong(name, `the header needs ${end} bytes, found ${bytes.length}; the file is cut off`);
  const text = new TextDecoder().decode(bytes.subarray(begin, end));
  const description = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined || (description === undefined && !text.includes("'descr'"))) {
    throw wrong(name, `the header must give descr, fortran_order and shape, got ${text.trim().slice(0, 100)}`);
  }
  const extents = shape.split(",").map((extent) => extent.replace("L", "").trim());
  return {
    description: description ?? "a structure of several fields",
    isFortran: order === "True",
    shape: extents.filter((extent) => extent !== "").map(Number),
    end,
  };
};
