import { ThalwegError } from "../errors/thalweg-error.ts";

let tracing = 0;

/** Runs `trace` while reads are forbidden. */
export const whileTracing = <T>(trace: () => T): T => {
  tracing++;
  try {
    const result = trace();
    if (!(result instanceof Promise)) return result;
    result.catch(() => undefined);
    throw new ThalwegError(
      "trace",
      "a compiled or differentiated function must return at once, not be async; read its outputs",
    );
  } finally {
    tracing--;
  }
};

export const forbidWhileTracing = (what: string): void => {
  if (tracing > 0) {
    throw new ThalwegError(
      "trace",
      `${what} inside a compiled or differentiated function: its tensors have no values yet; return them as outputs and read those`,
    );
  }
};
