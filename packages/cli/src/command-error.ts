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

/** Ctrl-C: exit code 130. */
export const interrupted = (message: string): CommandError => new CommandError(message, 130);
