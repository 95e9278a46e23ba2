import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { allFacts, factNamed } from "./names.ts";
import { writtenRecord } from "./testing/run-json.ts";

const within = temporaryFolder();

it("has results before settings of the same name, both under their own parts", async () => {
  const facts = allFacts(await writtenRecord(within("a"), { settings: { epochs: 9, threads: 4 } }));
  const named = ["epochs", "settings.epochs", "results.epochs", "data", "data.name", "trainExamples", "device"];
  expect(named.map((name) => facts.get(name))).toEqual([2, 9, 2, "garments", "garments", 480, "wasm"]);
  expect(["threads", "device.threads", "versions.node", "name"].map((name) => facts.get(name))).toEqual([
    4,
    2,
    "20.20.2",
    within("a"),
  ]);
  expect(["notes", "note", "finding"].map((name) => facts.get(name))).toEqual([0, undefined, undefined]);
});

it("knows names in either way of writing, short ones, and those that no run needs to have", async () => {
  const facts = [allFacts(await writtenRecord(within("a")))];
  const of = (text: string) => factNamed("--sort", text, facts);
  expect(["test-accuracy", "rate", "threads", "weight-decay", "classAccuracy.Bag"].map(of)).toEqual([
    ...["testAccuracy", "learningRate", "device.threads", "weightDecay", "classAccuracy.Bag"],
  ]);
  expect(() => of("")).toThrow("--sort: no run has a setting or result without a name");
});
