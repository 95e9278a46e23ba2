import { ThalwegError } from "../../errors/thalweg-error.ts";

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const isBlank = (byte: number): boolean => byte === space || byte === tab;

/** Where the cells of the current record are, in arrays that every record writes anew. */
interface Places {
  readonly begins: number[];
  readonly ends: number[];
  readonly areQuoted: boolean[];
}

/**
 * Walks through the records of a CSV file without copying it: cells are places in its bytes. Quoted cells may hold
 * separators, line ends and doubled quotes; lines end with LF, CRLF or CR; empty lines are no records. RFC 4180.
 */
export class CsvRecords {
  readonly bytes: Uint8Array;
  /** Cells in the current record. */
  count = 0;
  /** Where the current record begins; lines are counted from 1, those within quotes included. */
  line = 1;
  private readonly name: string;
  private readonly separator: number;
  private readonly places: Places = { begins: [], ends: [], areQuoted: [] };
  private at: number;
  private nextLine = 1;

  constructor(bytes: Uint8Array, { name, separator }: { name: string; separator: number }) {
    this.bytes = bytes;
    this.name = name;
    this.separator = separator;
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  /** Goes to the next record; false after the last. */
  next(): boolean {
    const { bytes } = this;
    while (bytes[this.at] === lineFeed || bytes[this.at] === carriageReturn) this.endLine();
    if (this.at >= bytes.length) return false;
    this.line = this.nextLine;
    this.count = 0;
    for (;;) {
      if (bytes[this.at] === quote) this.quotedCell();
      else this.plainCell();
      if (bytes[this.at] !== this.separator) break;
      this.at += 1;
    }
    if (this.at < bytes.length) this.endLine();
    return true;
  }

  begin(cell: number): number {
    return this.places.begins[cell];
  }

  end(cell: number): number {
    return this.places.ends[cell];
  }

  /** Takes the blanks around an unquoted cell away from it. */
  trim(cell: number): void {
    const { begins, ends, areQuoted } = this.places;
    if (areQuoted[cell]) return;
    let [begin, end] = [begins[cell], ends[cell]];
    while (begin < end && isBlank(this.bytes[begin])) begin += 1;
    while (end > begin && isBlank(this.bytes[end - 1])) end -= 1;
    begins[cell] = begin;
    ends[cell] = end;
  }

  /** The characters of a cell. */
  text(cell: number): string {
    const { begins, ends, areQuoted } = this.places;
    const bytes = this.bytes.subarray(begins[cell], ends[cell]);
    try {
      const text = decoder.decode(bytes);
      return areQuoted[cell] ? text.replaceAll('""', '"') : text;
    } catch (error) {
      throw this.wrong("the bytes are not UTF-8; save the file in that encoding", this.line, error);
    }
  }

  private plainCell(): void {
    const { bytes, separator } = this;
    const begin = this.at;
    let at = begin;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === separator || byte === lineFeed || byte === carriageReturn) break;
      at += 1;
    }
    this.at = at;
    this.add(begin, at, false);
  }

  private quotedCell(): void {
    const { bytes } = this;
    const opened = this.nextLine;
    const begin = this.at + 1;
    this.at = begin;
    while (bytes[this.at] !== quote || bytes[this.at + 1] === quote) {
      if (this.at >= bytes.length) throw this.wrong("a quoted cell that begins here is never closed", opened);
      if (bytes[this.at] === quote) this.at += 2;
      else if (bytes[this.at] === lineFeed || bytes[this.at] === carriageReturn) this.endLine();
      else this.at += 1;
    }
    this.add(begin, this.at, true);
    this.at += 1;
    const after = bytes[this.at];
    if (this.at >= bytes.length || after === this.separator || after === lineFeed || after === carriageReturn) return;
    throw this.wrong(
      `a closing quote must be followed by a separator or the end of the line, got ${JSON.stringify(String.fromCharCode(after))}; ` +
        "write a quote within quotes twice",
      this.nextLine,
    );
  }

  private add(begin: number, end: number, isQuoted: boolean): void {
    const { begins, ends, areQuoted } = this.places;
    begins[this.count] = begin;
    ends[this.count] = end;
    areQuoted[this.count] = isQuoted;
    this.count += 1;
  }

  private endLine(): void {
    this.at += this.bytes[this.at] === carriageReturn && this.bytes[this.at + 1] === lineFeed ? 2 : 1;
    this.nextLine += 1;
  }

  private wrong(rule: string, line: number, cause?: unknown): ThalwegError {
    return new ThalwegError("file", `${this.name}, line ${line}: ${rule}`, { cause });
  }
}
