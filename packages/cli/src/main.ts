/** What `bin/thalweg.js` starts: the command line of this process. */
import { runCommandLine } from "./command-line.ts";
import { Interruption } from "./surroundings.ts";

const interruption = new Interruption();
let asked = 0;

process.on("SIGTERM", () => interruption.request());

process.on("SIGINT", () => {
  // npm hands on the signal that the terminal has sent to this process, too: that is no second wish.
  if (interruption.requested && performance.now() - asked < 300) return;
  if (interruption.requested) process.exit(130);
  asked = performance.now();
  interruption.request();
  process.stderr.write("\nstopping after this update; press Ctrl-C again to quit at once\n");
});

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  interruption,
});
