import type { TextStream } from "thalweg/platform";

/** A line on a screen that says what is being measured, and is gone afterwards; elsewhere nothing. */
export class ProgressLine {
  private readonly stream: TextStream;

  constructor(stream: TextStream) {
    this.stream = stream;
  }

  show(title: string): void {
    this.write(`  measuring ${title}`);
  }

  clear(): void {
    this.write("");
  }

  private write(text: string): void {
    if (this.stream.isTTY) this.stream.write(`\r\u001b[2K${text}`);
  }
}
