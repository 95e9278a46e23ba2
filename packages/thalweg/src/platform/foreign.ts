/** A function of machine code; addresses are passed as numbers. */
export type ForeignFunction = (...parameters: readonly number[]) => unknown;

/** An open library; it is closed when neither it nor a function of it is referred to. */
export interface ForeignLibrary {
  func(name: string, result: string, parameters: readonly string[]): ForeignFunction;
}

/** What calls libraries of machine code: the package koffi, of which this is used. */
export interface Foreign {
  load(path: string): ForeignLibrary;
  /** Where in the process's memory an array lies. */
  address(array: Uint8Array): bigint;
}

/** The package, where threads find it, and the system that libraries are for: `linux`, `darwin`, `win32` and others. */
export interface ForeignPackage {
  readonly path: string;
  readonly foreign: Foreign;
  readonly system: string;
}
