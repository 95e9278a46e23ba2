import { appendFile } from "#platform";
import { ThalwegError } from "../errors/thalweg-error.ts";

const most = { bytes: 65536, milliseconds: 1000 };

/**
 * A file that only grows. What is appended waits until there are 64 KB of it or a second has gone by, so that a step costs
 * no write; whole appends are written in order, so that a program that is killed loses at most the last second.
 */
export class AppendLog {
  readonly path: string;
  private waiting: Uint8Array[] = [];
  private size = 0;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private written: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Fails, too, where an earlier write did. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.isClosed) throw new ThalwegError("argument", `${this.path} is closed; open it anew to write on`);
    if (this.size === 0) {
      this.since = Date.now();
      this.timer = setTimeout(() => this.flush().catch(() => undefined), most.milliseconds);
    }
    this.waiting.push(bytes);
    this.size += bytes.length;
    // A fit that never lets timers run is written, too.
    const isDue = this.size >= most.bytes || Date.now() - this.since >= most.milliseconds;
    if (isDue) await this.flush();
  }

  /** Writes what waits; a later reader of the file finds it. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.size > 0) {
      const bytes = new Uint8Array(this.size);
      let at = 0;
      for (const part of this.waiting) {
        bytes.set(part, at);
        at += part.length;
      }
      this.waiting = [];
      this.size = 0;
      this.written = this.written.then(() => appendFile(this.path, bytes));
    }
    await this.written;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.flush();
  }
}
