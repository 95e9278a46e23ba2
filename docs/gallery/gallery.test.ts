import { readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";
import { entries } from "./entries.ts";
import { galleryPage, pictureName } from "./page.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

it("is as its list says; npm run gallery writes it", () => {
  expect(read("../gallery.md")).toBe(galleryPage(entries));
});

it.each(entries.flatMap((entry) => entry.pictures.map((picture) => [pictureName(entry, picture)])))(
  "%s is a small picture with marks, for both themes",
  (name) => {
    const svg = read(name);
    expect(statSync(new URL(name, import.meta.url)).size).toBeLessThan(110_000);
    expect(svg.match(/<(path|circle|rect|line) /g)?.length).toBeGreaterThan(8);
    expect(svg.replace(/>[^<]*</g, "><")).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain("prefers-color-scheme: dark");
  },
);
