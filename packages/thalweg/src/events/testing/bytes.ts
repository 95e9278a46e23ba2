/** Bytes written in hexadecimal. */
export const bytesOf = (hexadecimal: string): Uint8Array => new Uint8Array(Buffer.from(hexadecimal, "hex"));

export const hexadecimalOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
