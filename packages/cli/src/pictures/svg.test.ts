import { expect, it } from "vitest";
import { picture, text } from "./svg.ts";

it("writes words so that no sign is taken for a tag", () => {
  expect(text(1, 2, "t < W & c", "label")).toBe('<text x="1" y="2" class="label">t &lt; W &amp; c</text>');
  expect(picture(10, 10, "a < b", [])).toContain("<title>a &lt; b</title>");
});
