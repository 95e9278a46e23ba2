/** What went wrong, for programs; the message is for people. */
export type ErrorCode =
  | "argument" // a value an option or function does not take
  | "shape" // shapes that do not fit together
  | "dtype" // element types that do not fit together
  | "trace" // something a compiled or differentiated function must not do
  | "memory" // more device memory than there is
  | "device" // a device that is missing or failed
  | "layer" // a layer that does not fit its input
  | "data" // values or counts of a data set
  | "file" // a file that is missing or malformed
  | "non-finite"; // NaN or infinity where training cannot go on

/**
 * Every error Thalweg throws on purpose. The message names the argument, the rule, the value and
 * the remedy: `adamW: beta1 must be in [0, 1), got 1.2`.
 *
 * @example
 * try { adam({ learningRate: -1 }); } catch (error) { if (error instanceof ThalwegError) error.code; }
 */
export class ThalwegError extends Error {
  override readonly name = "ThalwegError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
