import { expect, it } from "vitest";
import { chartsValue } from "./charts.ts";
import { hexadecimalOf } from "./testing/bytes.ts";

it("chartsValue matches the tags themselves, whatever they mean as regular expressions", () => {
  const value = chartsValue("epochs", [{ title: "loss", tags: ["epoch/loss/train", "epoch/f1 (macro)/train"] }]);
  // What TensorBoard 2.21 serializes the same layout to.
  expect(value.kind === "plugin" && value.data && hexadecimalOf(value.data)).toBe(
    "12420a0665706f63687312380a046c6f737312300a125e65706f63682f6c6f73732f747261696e240a1a5e65706f63682f6631205c286d6163726f5c292f747261696e24",
  );
});
