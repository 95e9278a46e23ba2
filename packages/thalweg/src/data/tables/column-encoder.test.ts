import { describe, expect, it } from "vitest";
import { type ColumnEncoderOptions, columnEncoder, columnEncoderFrom, columnsToDataset } from "./column-encoder.ts";
import { parseCsv } from "./csv.ts";
import { selectRows } from "./table.ts";

const houses = parseCsv("rooms,place,price,id\n3,town,210,a\n5,land,340,b\n4,town,280,c\n8,sea,600,d\n", {
  name: "houses.csv",
  types: { id: "text" },
});
const gaps = parseCsv("n,c,y\n1,a,10\nNA,b,20\n3,,30\n11,a,40\n", { name: "gaps.csv" });
const encoded = (options: Partial<ColumnEncoderOptions>) => columnsToDataset(gaps, { target: "y", ...options });

describe("columnsToDataset", () => {
  it("makes numbers and one input a category, and targets [rows, 1] of numbers", () => {
    expect(columnsToDataset(houses, { target: "price" })).toEqual({
      name: "houses.csv",
      inputs: { values: Float32Array.of(3, 0, 0, 1, 5, 1, 0, 0, 4, 0, 0, 1, 8, 0, 1, 0), shape: [4, 4] },
      targets: { values: Float32Array.of(210, 340, 280, 600), shape: [4, 1] },
    });
  });

  it("takes features in the order they are named, categories as indices", () => {
    const { inputs } = columnsToDataset(houses, {
      target: "price",
      features: ["place", "rooms"],
      categories: "indices",
    });
    expect(inputs).toEqual({ values: Float32Array.of(2, 3, 0, 5, 2, 4, 1, 8), shape: [4, 2] });
    const only = columnsToDataset(houses, { target: "price", features: ["place"], categories: "indices" });
    expect(only.inputs).toEqual({ values: Int32Array.of(2, 0, 2, 1), shape: [4, 1] });
  });

  it("makes labels of a category, with the names of classes", () => {
    const { targets, classes } = columnsToDataset(houses, { target: "place", features: ["rooms"] });
    expect(targets).toEqual({ values: Int32Array.of(2, 0, 2, 1), shape: [4] });
    expect(classes).toEqual(["land", "sea", "town"]);
  });

  it("fills missing numbers, and leaves missing categories zero", () => {
    const filled = (missing: ColumnEncoderOptions["missing"]) => encoded({ missing }).inputs.values;
    expect(filled("mean")).toEqual(Float32Array.of(1, 1, 0, 5, 0, 1, 3, 0, 0, 11, 1, 0));
    expect(filled("median")[3]).toBe(3);
    expect(filled(-7)[3]).toBe(-7);
    expect(encoded({ missing: "drop" }).inputs).toEqual({ values: Float32Array.of(1, 1, 0, 11, 1, 0), shape: [2, 3] });
    expect(encoded({ missing: "drop" }).targets.values).toEqual(Float32Array.of(10, 40));
    expect(encoded({ missing: "drop", features: ["c"] }).targets.values).toEqual(Float32Array.of(10, 20, 40));
  });

  it("takes the middle of an even number of values as their median", () => {
    const table = parseCsv("n,y\n4,1\n1,1\nNA,1\n2,1\n9,1\n");
    expect(columnsToDataset(table, { target: "y", missing: "median" }).inputs.values[2]).toBe(3);
  });

  it("standardizes features and target with deviations of the population; what is constant becomes 0", () => {
    const table = parseCsv("a,b,y\n1,7,10\n3,7,30\n");
    const plain = columnsToDataset(table, { target: "y", standardize: true });
    expect(plain.inputs.values).toEqual(Float32Array.of(-1, 0, 1, 0));
    expect(plain.targets.values).toEqual(Float32Array.of(10, 30));
    const { targets } = columnsToDataset(table, { target: "y", standardizeTarget: true });
    expect(targets.values).toEqual(Float32Array.of(-1, 1));
  });

  const refused: readonly (readonly [string, Partial<ColumnEncoderOptions>, string])[] = [
    ["a missing number", {}, 'gaps.csv, line 3: column "n" has no value; say what becomes of it with missing: "drop"'],
    ["a missing category", { features: ["c"] }, 'gaps.csv, line 4: column "c" has no value'],
    [
      "a missing category as an index",
      { categories: "indices", missing: "mean" },
      'gaps.csv, line 4: column "c" has no value; only one-hot categories can be without one; use missing: "drop"',
    ],
    [
      "a missing target",
      { target: "n", missing: "mean" },
      'gaps.csv, line 3: column "n" has no value; leave the row out',
    ],
    ["a missing class", { target: "c", features: ["y"], missing: 0 }, 'gaps.csv, line 4: column "c" has no value'],
    ["a column that is not there", { features: ["m"] }, 'gaps.csv: there is no column "m"; did you mean n?'],
    ["a target that is not there", { target: "price" }, 'gaps.csv: there is no column "price"; there are n, c, y'],
    ["the target among the features", { features: ["n", "y"] }, 'features must not name the target "y", got ["n","y"]'],
    ["no features", { features: [] }, "features must name at least one column"],
    ["a column twice", { features: ["n", "n"] }, "features must name each column once"],
    ["a constant that is no number", { missing: Number.NaN }, "missing must be"],
  ];
  it.each(refused)("refuses %s", (_, options, message) => {
    expect(() => encoded(options)).toThrow(message);
  });

  it("refuses text, columns without values, and rows that all miss one", () => {
    expect(() => columnsToDataset(houses, { target: "price", features: ["id"] })).toThrow(
      'houses.csv, line 2: column "id" holds text, "a", which a network cannot take as it is; leave it out of features, or read it ' +
        'with types: { "id": "category" }',
    );
    const empty = parseCsv("a,b,y\n,1,1\n,,2\n1,,3\n", { name: "e.csv" });
    expect(() => columnsToDataset(selectRows(empty, [0, 1]), { target: "y" })).toThrow(
      'e.csv: column "a" has no value in any row',
    );
    expect(() => columnsToDataset(empty, { target: "y", missing: "drop" })).toThrow("every row misses a value");
  });
});

describe("columnEncoder", () => {
  const encoder = columnEncoder(selectRows(houses, [0, 1, 2]), {
    target: "price",
    standardize: true,
    standardizeTarget: true,
    missing: "mean",
  });

  it("learns from the training rows alone", () => {
    const deviation = Math.sqrt(2 / 3);
    expect(encoder.inputs).toEqual(["rooms", "place=land", "place=sea", "place=town"]);
    expect(encoder.features[0]).toEqual({ name: "rooms", type: "number", mean: 4, deviation, fill: 4 });
    const { inputs, targets } = encoder.apply(selectRows(houses, [3]));
    expect(inputs.values).toEqual(Float32Array.of(4 / deviation, 0, 1, 0));
    expect(encoder.targetValues(targets.values)[0]).toBeCloseTo(600, 4);
  });

  it("is the same after having been saved", () => {
    const again = columnEncoderFrom(JSON.parse(JSON.stringify(encoder)));
    expect(again.apply(houses)).toEqual(encoder.apply(houses));
    expect(again.inputs).toEqual(encoder.inputs);
  });

  it("encodes rows of another file, whose target may be unknown, by the names of categories", () => {
    const rows = parseCsv("place,rooms\ntown,\nsea,5\n", { name: "new.csv" });
    expect(encoder.applyTo(rows).values).toEqual(
      Float32Array.of(0, 0, 0, 1, Math.fround(1 / Math.sqrt(2 / 3)), 0, 1, 0),
    );
    const other = parseCsv("place,rooms\ntown,1\nmoon,5\n", { name: "new.csv" });
    expect(() => encoder.applyTo(other)).toThrow(
      'new.csv, line 3: column "place" must be one of the 3 categories of the training rows, got "moon"',
    );
    const words = parseCsv("place,rooms\ntown,many\nsea,few\ntown,few\n", { name: "new.csv" });
    expect(() => encoder.applyTo(words)).toThrow(
      'new.csv: column "rooms" must be of type number, as in the training rows, got category',
    );
  });

  it("gives no numbers for classes", () => {
    const classes = columnEncoder(houses, { target: "place", features: ["rooms"] });
    expect(() => classes.targetValues([1])).toThrow('targetValues: column "place" holds categories, not numbers');
  });
});
