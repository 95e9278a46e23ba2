/** `npm run pages`: writes the parts of pages that come from the registries. */
import { readFileSync, writeFileSync } from "node:fs";
import { generatedPages, regenerated } from "./testing/generated.ts";

for (const page of generatedPages) {
  const path = new URL(page, import.meta.url);
  writeFileSync(path, regenerated(page, readFileSync(path, "utf8")));
}
