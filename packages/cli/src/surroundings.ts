import type { TextStream } from "thalweg/platform";

/** Whether the user has asked to stop (Ctrl-C). */
export class Interruption {
  requested = false;

  request(): void {
    this.requested = true;
  }
}

/** What a command needs from the process it runs in. */
export interface Surroundings {
  readonly out: TextStream;
  readonly err: TextStream;
  readonly interruption: Interruption;
}
