/** The wire format of protocol buffers: fields of a number and a value, one after the other, without a schema. */

const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };
const scratch = new DataView(new ArrayBuffer(8));

/** A message while it is written; a field of messages or numbers that repeats is written again for each. */
export class Message {
  private readonly bytes: number[] = [];

  /** A whole number ≥ 0, a flag or a member of an enumeration. */
  whole(field: number, value: number): this {
    return this.key(field, wires.varint).varint(value);
  }

  double(field: number, value: number): this {
    scratch.setFloat64(0, value, true);
    return this.key(field, wires.fixed64).scratched(8);
  }

  float(field: number, value: number): this {
    scratch.setFloat32(0, value, true);
    return this.key(field, wires.fixed32).scratched(4);
  }

  raw(field: number, value: Uint8Array | readonly number[]): this {
    this.key(field, wires.bytes).varint(value.length);
    for (const byte of value) this.bytes.push(byte);
    return this;
  }

  text(field: number, value: string): this {
    return this.raw(field, text.encoder.encode(value));
  }

  message(field: number, value: Message): this {
    return this.raw(field, value.bytes);
  }

  /** A list of numbers in one field. */
  doubles(field: number, values: readonly number[]): this {
    this.key(field, wires.bytes).varint(8 * values.length);
    for (const value of values) {
      scratch.setFloat64(0, value, true);
      this.scratched(8);
    }
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private key(field: number, wire: number): this {
    return this.varint(8 * field + wire);
  }

  private varint(value: number): this {
    let rest = value;
    // By division: shifts would cut what is above 32 bits.
    for (; rest > 127; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) + 128);
    this.bytes.push(rest);
    return this;
  }

  private scratched(count: number): this {
    for (let place = 0; place < count; place++) this.bytes.push(scratch.getUint8(place));
    return this;
  }
}

const wires = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 };

/** One field of a message that is read: its number, and its value in the form that the wire tells. */
export type Field = { readonly field: number } & (
  | { readonly wire: "number"; readonly value: number }
  | { readonly wire: "bytes"; readonly value: Uint8Array }
);

/** The fields of a message, in order; a RangeError where the bytes are none. */
export const fieldsOf = (bytes: Uint8Array): Field[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = view.getUint8(at++);
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
  };
  const taken = (count: number): number => {
    at += count;
    return at - count;
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, wire] = [Math.floor(key / 8), key % 8];
    if (wire === wires.varint) fields.push({ field, wire: "number", value: varint() });
    else if (wire === wires.fixed64) fields.push({ field, wire: "number", value: view.getFloat64(taken(8), true) });
    else if (wire === wires.fixed32) fields.push({ field, wire: "number", value: view.getFloat32(taken(4), true) });
    else if (wire === wires.bytes) {
      const [length, start] = [varint(), at];
      if (length > bytes.length - start) throw new RangeError(`a field of ${length} bytes ends after its message`);
      fields.push({ field, wire: "bytes", value: bytes.subarray(start, start + length) });
      at += length;
    } else throw new RangeError(`wire type ${wire} is not known`);
  }
  return fields;
};

/** The number in a field; undefined when the message lacks it. */
export const numberIn = (fields: readonly Field[], field: number): number | undefined => {
  const found = fields.findLast((entry) => entry.field === field);
  return found?.wire === "number" ? found.value : undefined;
};

/** The bytes of a field, in which a text or a message may be; undefined when the message lacks it. */
export const bytesIn = (fields: readonly Field[], field: number): Uint8Array | undefined => {
  const found = fields.findLast((entry) => entry.field === field);
  return found?.wire === "bytes" ? found.value : undefined;
};

export const textIn = (fields: readonly Field[], field: number): string | undefined => {
  const found = bytesIn(fields, field);
  return found === undefined ? undefined : text.decoder.decode(found);
};

/** Numbers written by `doubles`. */
export const doublesIn = (fields: readonly Field[], field: number): number[] => {
  const found = bytesIn(fields, field) ?? new Uint8Array();
  const view = new DataView(found.buffer, found.byteOffset, found.byteLength);
  return Array.from({ length: Math.floor(found.length / 8) }, (_, index) => view.getFloat64(8 * index, true));
};
