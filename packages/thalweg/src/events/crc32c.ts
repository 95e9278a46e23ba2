/** CRC-32C, Castagnoli's checksum (RFC 3720, appendix B.4): x³² + x²⁸ + x²⁷ + …, bits reflected. */

const polynomial = 0x82f63b78;

const tableOf = (): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? polynomial : 0);
    return rest;
  });

let table: Uint32Array | undefined;

/** The checksum of bytes, as an unsigned number of 32 bits. */
export const crc32c = (bytes: Uint8Array): number => {
  table ??= tableOf();
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff];
  return ~rest >>> 0;
};

/** Turned and moved, so that the checksum of bytes that hold their own checksum says something: the form in records. */
export const maskedCrc32c = (bytes: Uint8Array): number => {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
};
