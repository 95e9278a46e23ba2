/** Ends the command with a message on stderr, if there is one, and an exit code. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What was asked for cannot be: exit code 2. */
export const wrongUsage = (message: string): CommandError => new CommandError(message, 2);

/** The exit code after Ctrl-C, which is no error. */
export const afterInterruption = 130;

/** What a run says that the user has stopped. */
export const interrupted = (message: string): CommandError => new CommandError(message, afterInterruption);
