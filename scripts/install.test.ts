import { describe, expect, it } from "vitest";
import { isInstalled } from "./install.js";

const wanted = {
  "": { version: "0.1.0" },
  "packages/thalweg": { version: "0.1.0" },
  "node_modules/thalweg": { link: true },
  "node_modules/vitest": { version: "4.1.12" },
  "node_modules/fsevents": { version: "2.3.3", optional: true },
};
const installed = { "node_modules/thalweg": { link: true }, "node_modules/vitest": { version: "4.1.12" } };

describe("isInstalled", () => {
  it("accepts the locked versions, with optional packages of other systems missing", () => {
    expect(isInstalled(wanted, installed)).toBe(true);
  });

  it("notices another version, a missing package and nothing at all", () => {
    expect(isInstalled(wanted, { ...installed, "node_modules/vitest": { version: "4.1.11" } })).toBe(false);
    expect(isInstalled({ ...wanted, "node_modules/zod": { version: "4.0.0" } }, installed)).toBe(false);
    expect(isInstalled(wanted, {})).toBe(false);
  });
});
