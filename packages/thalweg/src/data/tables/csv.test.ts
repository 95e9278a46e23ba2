import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvOptions, parseCsv, readCsv } from "./csv.ts";
import { columnOf, selectRows } from "./table.ts";
import { writeCsv } from "./testing/write-csv.ts";

const values = (text: string | Uint8Array, name: string, options: CsvOptions = {}) =>
  columnOf(parseCsv(text, options), name).values;
const types = (text: string, options: CsvOptions = {}) => parseCsv(text, options).columns.map(({ type }) => type);

describe("parseCsv", () => {
  it("tells of another separator where commas stand in the numbers", () => {
    expect(() => parseCsv("a;b\n0,5;1,5\n")).toThrow(
      'CSV, line 2: a row must have 1 cell like the header, got 3; its cells seem to be separated by ";": give that as separator',
    );
  });

  it("reads numbers, categories and text with their names", () => {
    const table = parseCsv('rooms,place,note\n3,town,"a"\n5.5,land,b\n-4e1,town,c\n', { name: "houses.csv" });
    expect(table).toEqual({
      name: "houses.csv",
      rows: 3,
      columns: [
        { name: "rooms", type: "number", values: Float64Array.of(3, 5.5, -40) },
        { name: "place", type: "category", values: Int32Array.of(1, 0, 1), categories: ["land", "town"] },
        { name: "note", type: "text", values: ["a", "b", "c"] },
      ],
      lines: Int32Array.of(2, 3, 4),
    });
  });

  it("keeps separators, doubled quotes and line ends within quotes, and counts lines on", () => {
    const text = '"na""me",n\r\n"a, ""b""\r\nc",1\r\n\r\n"",2\r\n';
    const table = parseCsv(text, { types: { 'na"me': "text" } });
    expect(columnOf(table, 'na"me').values).toEqual(['a, "b"\r\nc', ""]);
    expect(table.lines).toEqual(Int32Array.of(2, 5));
  });

  it.each([
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["CR", "a,b\r1,2\r3,4"],
    ["no line end at the end", "a,b\n1,2\n3,4"],
    ["a byte order mark", "\ufeffa,b\n1,2\n3,4\n"],
    ["blanks around cells", "a, b\n 1,2 \n3\t, 4\n"],
    ["quotes around all", '"a","b"\n"1","2"\n"3","4"\n'],
    ["empty lines", "\n\na,b\n\n1,2\n\n3,4\n\n"],
  ])("takes %s", (_, text) => {
    expect(values(text, "a")).toEqual(Float64Array.of(1, 3));
    expect(values(text, "b")).toEqual(Float64Array.of(2, 4));
  });

  it("names columns of files without a header, and those without a name", () => {
    expect(values("1;2\n3;4\n", "column2", { header: false, separator: ";" })).toEqual(Float64Array.of(2, 4));
    expect(values("1,2\n3,4\n", "y", { header: ["x", "y"] })).toEqual(Float64Array.of(2, 4));
    expect(values("2019,2020\n3,4\n", "2020", { header: true })).toEqual(Float64Array.of(4));
    expect(values(",x\n7,8\n", "column1")).toEqual(Float64Array.of(7));
  });

  it("takes marks of missing values for NaN in numbers and −1 in categories", () => {
    const text = "n,c\n1,a\n,?\nNA,b\nNaN,\n?,a\n";
    expect(values(text, "n")).toEqual(Float64Array.of(1, Number.NaN, Number.NaN, Number.NaN, Number.NaN));
    expect(values(text, "c")).toEqual(Int32Array.of(0, -1, 1, -1, 0));
    expect(values("n\n1\n-999\n", "n", { missing: ["-999"] })).toEqual(Float64Array.of(1, -999));
    expect(values("n\n1\nnull\n3\n", "n", { missing: ["null"] })).toEqual(Float64Array.of(1, Number.NaN, 3));
  });

  it("finds types from what columns hold, unless they are given", () => {
    expect(types("a\n1\n2e-3\n")).toEqual(["number"]);
    expect(types("a\nx\ny\nx\n")).toEqual(["category"]);
    expect(types("a\nx\ny\nz\n")).toEqual(["text"]);
    expect(types("a\nx\ny\nz\n", { types: { a: "category" } })).toEqual(["category"]);
    const many = Array.from({ length: 404 }, (_, i) => `w${i % 101}`).join("\n");
    expect(types(`a\n${many}\n`)).toEqual(["text"]);
  });

  it("sorts categories by size when all are numbers", () => {
    const [column] = parseCsv("a\n10\n9\n10\n", { types: { a: "category" } }).columns;
    expect(column).toMatchObject({ categories: ["9", "10"], values: Int32Array.of(1, 0, 1) });
  });

  it("reads back what was written", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom('"', ",", "\n", "\r\n", " a ", "\ufeff"),
    );
    const table = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
      .chain(([columns, rows]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.constantFrom(",", ";", "\t"),
        (rows, lineEnd, separator) => {
          const header = rows[0].map((_, index) => `column${index + 1}`);
          const read = parseCsv(writeCsv(rows, { lineEnd, separator }), {
            header: false,
            separator,
            types: Object.fromEntries(header.map((name) => [name, "text"])),
          });
          expect(read.columns.map(({ values }) => [...values])).toEqual(
            header.map((_, at) => rows.map((row) => row[at])),
          );
        },
      ),
    );
  });

  it("reads numbers as Number does, to the last bit", () => {
    const spelled = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map(String),
      fc.tuple(fc.integer(), fc.nat(99999)).map(([whole, part]) => `${whole}.${part}`),
    );
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 5 }), (cells) => {
        expect(values(cells.join("\n"), "column1", { header: false })).toEqual(Float64Array.from(cells, Number));
      }),
    );
    expect(values("a\n.5\n5.\n+3\n1E3\n", "a")).toEqual(Float64Array.of(0.5, 5, 3, 1000));
  });

  const refused: readonly (readonly [string, string, string, CsvOptions?])[] = [
    [
      "text in a number column",
      "rooms,price\n3,210\n5,cheap\n4,280\n",
      'houses.csv, line 3: column "price" must be a number, got "cheap"; correct it, add "cheap" to missing, or give types: { "price": "category" }',
    ],
    [
      "text in a column said to be numbers",
      "price\ncheap\ndear\n",
      'houses.csv, line 2: column "price" must be a number, got "cheap"',
      { types: { price: "number" } },
    ],
    ["infinities", "a\n1\n2\nInfinity\n", 'houses.csv, line 4: column "a" must be a number, got "Infinity"'],
    ["numbers beyond all floats", "a\n1\n2\n1e999\n", 'must be a number, got "1e999"'],
    ["hexadecimal", "a\n1\n2\n0x1f\n", 'must be a number, got "0x1f"'],
    ["no line at all", "", "houses.csv: a table must have at least one row, the file is empty"],
    ["blank lines only", "\n\r\n", "the file is empty"],
    ["a header only", "a,b\n", "houses.csv: a table must have at least one row, the file has only a header"],
    ["a short row", "a,b\n1,2\n3\n", "houses.csv, line 3: a row must have 2 cells like the header, got 1"],
    ["a long row", 'a,b\n"1\n",2\n3,4,5\n', "houses.csv, line 4: a row must have 2 cells like the header, got 3"],
    [
      "names that are too few",
      "1,2\n",
      "houses.csv, line 1: a row must have 1 cell like the names given, got 2",
      { header: ["a"] },
    ],
    [
      "a quote that never closes",
      'a\n1\n"2\n3\n',
      "houses.csv, line 3: a quoted cell that begins here is never closed",
    ],
    [
      "text after a closing quote",
      'a\n"1"2\n',
      'houses.csv, line 2: a closing quote must be followed by a separator or the end of the line, got "2"',
    ],
    ["two columns of one name", "a,b,a\n1,2,3\n", 'houses.csv: columns must have different names, got "a" twice'],
    [
      "numbers for names",
      "1,2\n3,4\n",
      "houses.csv, line 1: the first line must name the columns, got only numbers; give header: false",
    ],
    [
      "types of columns that are not there",
      "rooms\n1\n",
      'houses.csv: there is no column "room"; did you mean rooms?',
      { types: { room: "number" } },
    ],
    [
      "separators of two characters",
      "a\n1\n",
      'readCsv: separator must be one ASCII character, no quote or line end, got "::"',
      { separator: "::" },
    ],
    [
      "a spreadsheet",
      "PK\u0003\u0004",
      "houses.csv: a CSV file must be text in UTF-8, this is a spreadsheet or zip archive",
    ],
  ];
  it.each(refused.map(([what, text, message, options = {}]) => [what, text, message, options] as const))(
    "refuses %s",
    (_, text, message, options) => {
      expect(() => parseCsv(text, { name: "houses.csv", ...options })).toThrow(message);
    },
  );

  it("refuses bytes that are not UTF-8, with the line", () => {
    const latin = Uint8Array.from("a,b\n1,caf\xe9\n2,caf\xe9\n", (character) => character.charCodeAt(0));
    expect(() => parseCsv(latin, { name: "latin.csv" })).toThrow("latin.csv, line 2: the bytes are not UTF-8");
    const utf16 = Uint8Array.of(0xff, 0xfe, 0x61, 0);
    expect(() => parseCsv(utf16)).toThrow("this is UTF-16 text; save it as UTF-8");
  });
});

describe("columnOf and selectRows", () => {
  const table = parseCsv("rooms,price\n3,210\n5,340\n4,280\n", { name: "houses.csv" });

  it("names near columns, and separators that split nothing", () => {
    expect(() => columnOf(table, "prise")).toThrow('houses.csv: there is no column "prise"; did you mean price?');
    const whole = parseCsv("rooms;price\n3;210\n", { name: "houses.csv" });
    expect(() => columnOf(whole, "price")).toThrow('its cells seem to be separated by ";": give that as separator');
  });

  it("takes rows with their lines", () => {
    const chosen = selectRows(table, [2, 0]);
    expect(columnOf(chosen, "price").values).toEqual(Float64Array.of(280, 210));
    expect(chosen.lines).toEqual(Int32Array.of(4, 2));
    expect(() => selectRows(table, [3])).toThrow("selectRows: rows must be whole numbers from 0 to 2, got 3");
  });
});

describe("readCsv", () => {
  it("reads files, packed or not, and names the one that is missing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "thalweg-"));
    try {
      await writeFile(join(folder, "a.csv"), "x\n1\n2\n");
      await writeFile(join(folder, "a.csv.gz"), gzipSync("x\n1\n2\n"));
      for (const file of ["a.csv", "a.csv.gz"]) {
        const table = await readCsv(join(folder, file));
        expect([table.name, columnOf(table, "x").values]).toEqual([join(folder, file), Float64Array.of(1, 2)]);
      }
      await expect(readCsv(join(folder, "b.csv"))).rejects.toMatchObject({
        code: "file",
        message: expect.stringContaining(`readCsv: there is no file ${join(folder, "b.csv")}`),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
