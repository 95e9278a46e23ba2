import type { TextStream } from "thalweg/platform";
import { showCount, showDuration } from "../report/numbers.ts";
import type { Progress } from "./landscape-plane.ts";

/** Milliseconds between two changes of the line. */
const every = 100;

/** A line on a screen that says how far the work is and how long it may take; elsewhere nothing. */
export const progressOn = (stream: TextStream): { readonly show: Progress; readonly clear: () => void } => {
  let [what, started, written] = ["", 0, Number.NEGATIVE_INFINITY];
  const write = (text: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`);
  };
  return {
    show(now, done, total) {
      const time = performance.now();
      // The first of a kind compiles, and tells nothing of the others.
      if (now !== what) [what, started] = [now, time];
      if (time - written < every) return;
      written = time;
      const left =
        done < 2 ? "" : `, about ${showDuration((((time - started) / (done - 1)) * (total - done)) / 1000)} left`;
      write(`  ${showCount(done)} of ${showCount(total)} ${now}${left}`);
    },
    clear: () => write(""),
  };
};
