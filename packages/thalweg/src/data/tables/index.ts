export type { CategoryCode, ColumnCode, Missing, NumberCode } from "./column-code.ts";
export {
  type ColumnEncoder,
  type ColumnEncoderOptions,
  columnEncoder,
  columnEncoderFrom,
  columnsToDataset,
} from "./column-encoder.ts";
export { type CsvOptions, parseCsv, readCsv } from "./csv.ts";
export { type CsvData, type CsvDataOptions, csvData } from "./csv-data.ts";
export type { CategoryInputs, ColumnEncoderState } from "./encode.ts";
export {
  type CategoryColumn,
  type Column,
  type ColumnType,
  columnOf,
  type NumberColumn,
  selectRows,
  type Table,
  type TextColumn,
} from "./table.ts";
