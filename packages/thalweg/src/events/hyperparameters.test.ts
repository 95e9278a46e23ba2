import { expect, it } from "vitest";
import { experimentValue, sessionEndValue, sessionStartValue } from "./hyperparameters.ts";
import type { SummaryValue } from "./summary.ts";
import { hexadecimalOf } from "./testing/bytes.ts";

const contentOf = (value: SummaryValue): string => (value.kind === "plugin" ? hexadecimalOf(value.content) : "");

// What the messages of TensorBoard 2.21 are serialized to.
it("experimentValue lists settings with their kinds, and results", () => {
  const value = experimentValue({ rate: 0.1, optimizer: "adam", shuffle: true }, ["epoch/loss/validation"], 1.5);
  expect(value.tag).toBe("_hparams_/experiment");
  expect(contentOf(value)).toBe(
    "124a19000000000000f83f22080a04726174652003220d0a096f7074696d697a65722001220b0a0773687566666c6520022a190a17121565706f63682f6c6f73732f76616c69646174696f6e",
  );
});

it.each([
  [{ rate: 0.1 }, "1a1c0a110a04726174651209119a9999999999b93f29000000000000f83f"],
  [{ optimizer: "adam" }, "1a1e0a130a096f7074696d697a657212061a046164616d29000000000000f83f"],
  [{ shuffle: true }, "1a180a0d0a0773687566666c651202200129000000000000f83f"],
])("sessionStartValue holds the settings %j", (settings, content) => {
  const value = sessionStartValue(settings, 1.5);
  expect(value.tag).toBe("_hparams_/session_start_info");
  expect(contentOf(value)).toBe(content);
});

it("sessionEndValue says that the run ended well, and when", () => {
  expect(sessionEndValue(2.5).tag).toBe("_hparams_/session_end_info");
  expect(contentOf(sessionEndValue(2.5))).toBe("220b0801110000000000000440");
});
