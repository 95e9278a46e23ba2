import { expect, it } from "vitest";
import { shownSample } from "./samples.ts";

it("moves samples in, and lets no sign move the cursor", () => {
  expect(shownSample("\nif (x) {\n\ty\u001b[2K\r\u009b\n}\n")).toEqual(["  │ if (x) {", "  │ \ty·[2K··", "  │ }"]);
});
