/** Where text for people goes; a screen says that it is one, and how wide. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
