import { describe, expect, it } from "vitest";
import { type Dataset, dataset } from "../data/index.ts";
import { bytesOf, clouds, small } from "../training/testing/clouds.ts";
import { diagnose } from "./diagnose.ts";
import type { Observations } from "./observations.ts";
import type { Rule, Verdict } from "./rule.ts";

const collected = () => {
  const said: string[] = [];
  return { said, stream: { write: (text: string) => said.push(text) } };
};

const large = (data: Dataset): Dataset =>
  dataset({
    ...data,
    inputs: { values: Float32Array.from(data.inputs.values, (value) => 100 * value), shape: data.inputs.shape },
  });

const verdictOf = (rule: Rule, seen: Observations): Verdict =>
  rule.judge(seen) ?? { sentence: "", evidence: [], remedies: [], confidence: 0 };

describe("diagnose", () => {
  it("says that nothing is wrong, once, at the end", async () => {
    const { said, stream } = collected();
    const diagnosis = diagnose({ stream });
    await small().fit(clouds(300), { epochs: 3, batchSize: 32, callbacks: [diagnosis] });
    expect(said).toEqual(["diagnose: nothing wrong was found\n"]);
    expect(diagnosis.findings).toEqual([]);
  });

  it("speaks a finding at the second look, once, and again in the report", async () => {
    const { said, stream } = collected();
    const diagnosis = diagnose({ stream });
    await small().fit(large(clouds(300)), { epochs: 3, batchSize: 32, callbacks: [diagnosis] });
    const isAbout = (text: string): boolean => text.includes("warning: The inputs are large");
    const spoken = said.filter((text) => isAbout(text) && text.startsWith("update "));
    expect(spoken).toHaveLength(1);
    expect(spoken[0].split("\n")[0]).toMatch(/^update 2$/m);
    expect(said.at(-1)).toMatch(/^diagnose: /);
    expect(said.filter(isAbout)).toHaveLength(2);
    expect(diagnosis.findings[0].id).toBe("inputs-not-normalized");
  });

  it("speaks an error at once, and ends a run that is lost", async () => {
    const { said, stream } = collected();
    const lost: Rule = {
      id: "diverging",
      severity: "error",
      summary: "",
      causes: [],
      judge: ({ steps }) =>
        (steps.at(-1)?.step ?? 0) < 3
          ? undefined
          : { sentence: "It is lost.", evidence: [], remedies: ["begin anew"], confidence: 0.95 },
    };
    const fitWith = (stop: boolean, rule: Rule) =>
      small().fit(clouds(300), {
        epochs: 2,
        batchSize: 32,
        callbacks: [diagnose({ stream, stop, rules: [rule] })],
      });
    const { epochs, stopped } = await fitWith(true, lost);
    expect(stopped).toBe("diagnose: It is lost.");
    expect(epochs.at(-1)?.step).toBe(3);
    expect(said[0]).toBe("update 3\nerror: It is lost.\n  try:  begin anew\n  more: docs/findings/diverging.md\n");
    expect((await fitWith(false, lost)).stopped).toBeUndefined();
    const unsure: Rule = { ...lost, judge: (seen) => ({ ...verdictOf(lost, seen), confidence: 0.8 }) };
    expect((await fitWith(true, unsure)).stopped).toBeUndefined();
  });

  it("takes back at the end what holds no longer, and tells what may pass not before a third of the run", async () => {
    const { said, stream } = collected();
    const passing: Rule = {
      id: "ravine",
      severity: "warning",
      summary: "",
      causes: [],
      judge: ({ ended }) =>
        ended ? undefined : { sentence: "It zig-zags.", evidence: [], remedies: [], confidence: 0.9 },
    };
    await small().fit(clouds(300), { epochs: 3, batchSize: 10, callbacks: [diagnose({ stream, rules: [passing] })] });
    // Of 90 updates, those from 30 on.
    const [, update] = /^update (\d+)\nwarning: It zig-zags/.exec(said[0]) ?? [];
    expect(Number(update)).toBeGreaterThanOrEqual(30);
    expect(said.at(-1)).toBe(`diagnose: nothing wrong was found\nno longer holds: ravine, told at update ${update}\n`);
  });

  it("passes over what holds at one look only", async () => {
    const { said, stream } = collected();
    const flicker: Rule = {
      id: "plateau",
      severity: "warning",
      summary: "",
      causes: [],
      judge: ({ steps, ended }) =>
        ended || (steps.at(-1)?.step ?? 0) % 2 > 0
          ? undefined
          : { sentence: "Now.", evidence: [], remedies: [], confidence: 1 },
    };
    const diagnosis = diagnose({ stream, rules: [flicker], every: 1 });
    await small().fit(clouds(96), { epochs: 3, batchSize: 32, callbacks: [diagnosis] });
    expect(said).toEqual(["diagnose: nothing wrong was found\n"]);
  });

  it("keeps quiet when told, and changes no bit", async () => {
    const { said, stream } = collected();
    const weightsWith = async (callbacks: readonly ReturnType<typeof diagnose>[]) => {
      const trainer = small();
      await trainer.fit(large(clouds(100)), { epochs: 2, batchSize: 16, callbacks });
      return bytesOf(await trainer.weights());
    };
    expect(await weightsWith([diagnose({ stream, quiet: true })])).toEqual(await weightsWith([]));
    expect(said).toEqual([]);
  });
});
