import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const path = fileURLToPath(new URL("training.svg", import.meta.url));
const svg = readFileSync(path, "utf8");

it("is small, and has its curves, axes and sheet", () => {
  expect(statSync(path).size).toBeLessThan(60_000);
  expect(svg.match(/<polyline /g)).toHaveLength(4);
  for (const words of ["epoch", "cross-entropy, nats", "share of examples", "training", "validation", "Ankle boot"]) {
    expect(svg).toContain(`>${words}</text>`);
  }
  expect(svg).toMatch(/href="data:image\/png;base64,[\w+/]+=*"/);
  expect(svg).not.toMatch(/(points|c?[xy]\d?)="[^"]*NaN/);
});

it("closes what it opens", () => {
  const open: string[] = [];
  for (const [tag, closing, name] of svg.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    if (tag.endsWith("/>")) continue;
    if (closing) expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
});
