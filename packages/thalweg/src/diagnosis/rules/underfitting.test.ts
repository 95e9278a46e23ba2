import { describe, expect, it } from "vitest";
import { epochAt, factsOf, layerProbe, probeAt, seenOf, setupFor, stepsWith } from "../testing/seen.ts";
import { underfitting } from "./underfitting.ts";

interface Case {
  readonly neighbours?: number;
  readonly accuracy?: number;
  readonly validated?: number;
  readonly losses?: readonly number[];
  readonly layers?: readonly string[];
  /** Of each probe, the part of the numbers of a layer that are 0; of ReLUs also the part of dead units. */
  readonly zeros?: readonly Readonly<Record<string, number>>[];
}

/** 160 updates that come to rest at 0.5. */
const resting = Array.from({ length: 160 }, (_, index) => 0.5 + 0.4 * Math.exp(-index / 10));

const judge = ({
  neighbours = 0.95,
  accuracy = 0.7,
  validated = accuracy,
  losses = resting,
  layers,
  zeros,
}: Case = {}) => {
  const metrics: Record<string, number> = Number.isNaN(accuracy) ? {} : { accuracy };
  const onValidation: Record<string, number> = Number.isNaN(validated) ? {} : { accuracy: validated };
  const validation = { loss: 0.5, metrics: onValidation };
  const setup = setupFor();
  return underfitting.judge(
    seenOf({
      setup: {
        ...setup,
        layers: layers?.map((kind) => ({ path: kind, kind, outputShape: [8], parameters: {} })) ?? setup.layers,
        data: factsOf({ neighbours: { examples: 300, score: neighbours, chance: 0.5, error: 0.029 } }),
      },
      steps: stepsWith(losses),
      probes: (zeros ?? []).map((parts, index) =>
        probeAt(index + 1, {
          layers: Object.entries(parts).map(([layer, part]) =>
            layerProbe(layer, { zeros: part, dead: layer === "relu" ? part : 0 }),
          ),
        }),
      ),
      epochs: [1, 2, 3, 4, 5].map((epoch) => epochAt(epoch, { loss: 0.5, metrics, validation })),
    }),
  );
};

describe("underfitting", () => {
  it("compares with what neighbours tell", () => {
    expect(judge()?.sentence).toBe(
      "Training has come to rest at 70 % right, where the five nearest neighbours of an example tell 95 % right: the network cannot say what the data hold.",
    );
    // Three deviations of the neighbours' score: 3·√(0.95·0.05/300) = 0.0377.
    expect(judge({ accuracy: 0.91 })).toMatchObject({ confidence: 0.7 });
    expect(judge({ accuracy: 0.915 })).toBeUndefined();
    expect(judge({ validated: 0.94 })).toBeUndefined();
  });

  it("takes the best accuracy that the loss allows where none was measured", () => {
    // h(0.1975) = 0.4970, so that a loss of 0.5 allows 80 %.
    const verdict = judge({ accuracy: Number.NaN });
    expect(verdict?.sentence).toMatch(/at rest at at most 80 % right|at most 80(\.\d)? % right/);
    expect(judge({ accuracy: Number.NaN, neighbours: 0.84 })).toBeUndefined();
  });

  it("waits for rest, and leaves alone what never moved or was learned by heart", () => {
    const slope = (fall: number) => Array.from({ length: 160 }, (_, index) => 0.9 * Math.exp((-fall * index) / 40));
    expect(judge({ losses: slope(0.06) })).toBeDefined();
    expect(judge({ losses: slope(0.08) })).toBeUndefined();
    expect(judge({ losses: new Array(160).fill(0.69) })).toBeUndefined();
    expect(judge({ losses: resting.slice(0, 79) })).toBeUndefined();
    expect(judge({ accuracy: 0.81, validated: 0.7 })).toBeUndefined();
  });

  it("looks at updates of a high rate only", () => {
    const losses = [
      ...Array.from({ length: 100 }, (_, index) => 0.9 * Math.exp(-index / 100)),
      ...new Array(60).fill(0.33),
    ];
    const steps = stepsWith(losses).map((step) => (step.step > 100 ? { ...step, learningRate: 1e-5 } : step));
    const setup = setupFor({
      data: factsOf({ neighbours: { examples: 300, score: 0.95, chance: 0.5, error: 0.029 } }),
    });
    const epochs = [1, 2, 3].map((epoch) => epochAt(epoch, { metrics: { accuracy: 0.7 } }));
    expect(underfitting.judge(seenOf({ setup, steps, epochs }))).toBeUndefined();
    expect(underfitting.judge(seenOf({ setup, steps: stepsWith(losses), epochs }))).toBeDefined();
  });

  it("knows what limits a network, whatever the training", () => {
    const linear = judge({ layers: ["flatten", "dense"] });
    expect(linear?.remedies[0]).toMatch(/the model is linear/);
    expect(linear).toMatchObject({ confidence: 0.99, severity: "error" });
    // Half of what neighbours gain over guessing: 0.5 + 0.45/2.
    expect(judge({ layers: ["dense"], accuracy: 0.73 })?.severity).toBe("warning");
    expect(judge({ layers: ["dense"], losses: new Array(160).fill(0.69) })).toBeDefined();
    expect(judge()?.remedies[0]).toMatch(/^a larger network: this one has 58 numbers; try layers of 32 units/);
    expect(judge()).toMatchObject({ confidence: 0.8, severity: "warning" });
    // A bound one learns by heart, too, and remains bounded.
    expect(judge({ layers: ["dense"], accuracy: 0.81, validated: 0.7 })).toBeDefined();
  });

  it("leaves it to dead units where these make a network small", () => {
    expect(judge({ zeros: [{ relu: 0.69 }] })).toMatchObject({ confidence: 0.8 });
    expect(judge({ zeros: [{ relu: 0.71 }] })).toBeUndefined();
    expect(judge({ zeros: [{ relu: 0.71 }, { relu: 0.69 }, { relu: 0.71 }] })).toBeDefined();
    // Of the last layer it says nothing.
    expect(judge({ layers: ["dense", "relu"], zeros: [{ relu: 0.71 }] })).toMatchObject({ confidence: 0.8 });
    const layers = ["dense", "relu", "dropout"];
    const much = { relu: 0.8, dropout: 0.97 };
    expect(judge({ layers, zeros: [much, much, much] })).toMatchObject({ confidence: 0.99 });
  });

  it("counts what dropout lets through at several probes", () => {
    const layers = ["dense", "relu", "dropout"];
    const [little, usual] = [
      { relu: 0.5, dropout: 0.9 },
      { relu: 0.5, dropout: 0.6 },
    ];
    expect(judge({ layers, zeros: [little, usual, little] })?.remedies[0]).toContain("less dropout: 80 %");
    expect(judge({ layers, zeros: [usual, usual, little] })).toMatchObject({ confidence: 0.8 });
  });
});
