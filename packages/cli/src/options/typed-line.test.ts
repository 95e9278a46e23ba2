import { Command } from "commander";
import { expect, it } from "vitest";
import { typedLine } from "./typed-line.ts";

it("writes what was typed as a shell reads it", () => {
  const inner = new Command("compare").argument("<words...>").action(() => undefined);
  new Command("thalweg").addCommand(inner).parse(["compare", "gd,adam(beta1=0.8)", "x=1e-3", "it's"], { from: "user" });
  expect(typedLine(inner)).toBe("thalweg compare 'gd,adam(beta1=0.8)' x=1e-3 'it'\\''s'");
});
