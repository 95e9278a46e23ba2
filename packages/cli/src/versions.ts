import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const versionIn = (text: string): string => {
  const content: { readonly version?: string } = JSON.parse(text);
  return content.version ?? "unknown";
};

/** Version of the command. */
export const cliVersion = versionIn(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** What a run was made with. */
export const versions = (): Readonly<Record<string, string>> => ({
  thalweg: versionIn(readFileSync(createRequire(import.meta.url).resolve("thalweg/package.json"), "utf8")),
  cli: cliVersion,
  node: process.versions.node,
  v8: process.versions.v8,
  system: `${process.platform}-${process.arch}`,
});
