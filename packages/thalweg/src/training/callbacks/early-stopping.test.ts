import { describe, expect, it } from "vitest";
import { earlyStopping } from "./early-stopping.ts";
import { FakeFitting, FakeStream, runEpochs } from "./testing/fake-fitting.ts";

const validation = (...losses: readonly number[]) =>
  losses.map((loss) => ({ validation: { loss, metrics: { accuracy: 1 - loss } } }));

describe("earlyStopping", () => {
  it("stops after `patience` epochs without improvement and goes back to the best weights", async () => {
    const fitting = new FakeFitting();
    const epochs = await runEpochs(earlyStopping({ patience: 2 }), fitting, validation(0.5, 0.4, 0.45, 0.4, 0.1));
    expect(epochs).toBe(4);
    expect(fitting.stopped).toBe("earlyStopping: validationLoss has not improved on 0.4 of epoch 2 for 2 epochs");
    expect(fitting.weight).toBe(2);
  });

  it("stops at the first epoch without improvement unless told otherwise", async () => {
    const fitting = new FakeFitting();
    expect(await runEpochs(earlyStopping(), fitting, validation(0.5, 0.4, 0.45, 0.1))).toBe(3);
  });

  it("counts again after an improvement, and restores the best weights of a fit that ran to its end", async () => {
    const fitting = new FakeFitting();
    await runEpochs(earlyStopping({ patience: 2 }), fitting, validation(0.5, 0.6, 0.4, 0.5));
    expect(fitting.stopped).toBeUndefined();
    expect(fitting.weight).toBe(3);
  });

  it("keeps the last weights when asked to", async () => {
    const fitting = new FakeFitting();
    await runEpochs(earlyStopping({ restoreBest: false }), fitting, validation(0.5, 0.6));
    expect(fitting.weight).toBe(2);
  });

  it("takes changes up to minDelta for none", async () => {
    const epochs = runEpochs(
      earlyStopping({ patience: 2, minDelta: 0.1 }),
      new FakeFitting(),
      validation(1, 0.95, 0.92),
    );
    expect(await epochs).toBe(3);
  });

  it("never takes NaN for an improvement", async () => {
    const fitting = new FakeFitting();
    const losses = validation(0.5, Number.NaN, Number.NaN);
    expect(await runEpochs(earlyStopping({ patience: 2 }), fitting, losses)).toBe(3);
    expect(fitting.weight).toBe(1);
    const never = new FakeFitting();
    await runEpochs(earlyStopping(), never, validation(Number.NaN, Number.NaN));
    expect(never.stopped).toContain("validationLoss has not improved on its start");
    expect(never.weight).toBe(2);
  });

  it("knows that accuracy should rise, and obeys `mode`", async () => {
    const rising = new FakeFitting();
    await runEpochs(earlyStopping({ monitor: "validationAccuracy" }), rising, validation(0.5, 0.4, 0.3));
    expect(rising.stopped).toBeUndefined();
    const falling = new FakeFitting();
    await runEpochs(earlyStopping({ monitor: "validationAccuracy", mode: "min" }), falling, validation(0.5, 0.4));
    expect(falling.weight).toBe(1);
  });

  it("monitors the training loss when there is no validation data, and says so once", async () => {
    const stream = new FakeStream();
    const fitting = new FakeFitting();
    await runEpochs(earlyStopping({ stream }), fitting, [{ loss: 0.5 }, { loss: 0.4 }, { loss: 0.6 }]);
    expect(fitting.stopped).toContain("loss has not improved on 0.4");
    expect(stream.text).toBe("earlyStopping: no validation data, so the training loss is monitored\n");
  });

  it("refuses a monitor that is not there and options that make no sense", async () => {
    const asked = earlyStopping({ monitor: "validationLoss" });
    await expect(runEpochs(asked, new FakeFitting(), [{}])).rejects.toThrow("give fit() validation data");
    expect(() => earlyStopping({ patience: -1 })).toThrow("patience must be a whole number of epochs ≥ 0, got -1");
    expect(() => earlyStopping({ minDelta: Number.NaN })).toThrow("minDelta must be");
  });
});
