import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { compile } from "./compile.ts";
import { ones, tensor, zeros } from "./constructors.ts";
import { currentDevice, useDevice } from "./device.ts";
import type { Tensor } from "./tensor.ts";
import { whileTracing } from "./tracing.ts";

describe.each(["reference", "wasm"] as const)("compile on %s", (name) => {
  beforeAll(() => useDevice(name));
  afterEach(() => vi.restoreAllMocks());
  const values = async (x: Tensor) => [...(await x.data())];

  it("threads state from run to run", async () => {
    const counter = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs }) => ({ state: state.add(inputs), outputs: state.mul(10) }),
      {
        state: zeros([]),
      },
    );
    const outputs = [];
    for (let i = 1; i <= 4; i++) outputs.push(await (await counter.run({ inputs: tensor(i) })).item());
    expect(outputs).toEqual([0, 10, 30, 60]);
    expect(await (await counter.read()).item()).toBe(10);
  });

  it("goes on with a copy of the state until that is put back, to the bit", async () => {
    const third = 1 / 3;
    const growing = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs }) => {
        const next = state.mul(inputs);
        return { state: next, outputs: next.sub(third) };
      },
      { state: ones([3]) },
    );
    const run = async (factor: number) => values(await growing.run({ inputs: tensor(factor) }));
    const before = await run(third);
    const putBack = await growing.setAside();
    await run(7);
    await run(7);
    putBack();
    expect(await run(1)).toEqual(before);
  });

  it("keeps the old state for those who read it later, whatever is written where", async () => {
    const fibonacci = compile(({ state: { a, b } }) => ({ state: { a: b, b: a.add(b) }, outputs: [a, b] as const }), {
      state: { a: zeros([2]), b: ones([2]) },
    });
    const seen = [];
    for (let i = 0; i < 8; i++) seen.push((await values((await fibonacci.run({ inputs: [] }))[0]))[1]);
    expect(seen).toEqual([0, 1, 1, 2, 3, 5, 8, 13]);
    const rotated = compile(({ state }) => ({ state: state.gather([1, 2, 0]), outputs: state.transpose() }), {
      state: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    });
    await rotated.run({ inputs: [] });
    expect(await values(await rotated.run({ inputs: [] }))).toEqual([3, 5, 1, 4, 6, 2]);
    expect(await values(await rotated.read())).toEqual([5, 6, 1, 2, 3, 4]);
  });

  it("outputs keep their values when the state goes on", async () => {
    const step = compile(({ state }) => ({ state: state.add(1), outputs: state }), { state: zeros([3]) });
    const first = await step.run({ inputs: [] });
    await step.run({ inputs: [] });
    expect(await values(first)).toEqual([0, 0, 0]);
  });

  it("leaves unchanged state where it is", async () => {
    const program = compile(({ state: { w, n } }) => ({ state: { w, n: n.add(1) }, outputs: w.mul(n) }), {
      state: { w: tensor([2, 3]), n: zeros([]) },
    });
    await program.run({ inputs: [] });
    expect(await values(await program.run({ inputs: [] }))).toEqual([2, 3]);
    expect(await values((await program.read()).w)).toEqual([2, 3]);
  });

  it("runs short batches on the same state, compiling once a shape", async () => {
    const compiled = vi.spyOn(await currentDevice(), "compile");
    const program = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs }) => ({ state: state.add(inputs.sum(0)), outputs: inputs.mean() }),
      { state: zeros([2]) },
    );
    const means = [];
    for (const rows of [4, 4, 3, 4, 3, 1]) means.push(await (await program.run({ inputs: ones([rows, 2]) })).item());
    expect(means).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await values(await program.read())).toEqual([19, 19]);
    // Three shapes of the program and three of `ones` itself.
    expect(compiled).toHaveBeenCalledTimes(6);
  });

  it("reads knobs at every run without compiling again", async () => {
    const program = compile<Tensor, Tensor, Tensor, "rate" | "shift">(
      ({ state, inputs, knobs }) => ({
        state: state.sub(inputs.mul(knobs.rate)),
        outputs: knobs.rate.add(knobs.shift),
      }),
      { state: tensor([1]), knobs: ["rate", "shift"] },
    );
    const gradient = tensor([2]);
    const compiled = vi.spyOn(await currentDevice(), "compile");
    const sums = [];
    for (const rate of [0.5, 0.25, 2]) {
      sums.push(await (await program.run({ inputs: gradient, knobs: { rate, shift: -rate / 2 } })).item());
    }
    expect(compiled).toHaveBeenCalledTimes(1);
    expect(sums).toEqual([0.25, 0.125, 1]);
    expect(await values(await program.read())).toEqual([1 - 2 * 2.75]);
    await expect(
      program.run({ inputs: gradient, knobs: { rate: 1 } as Record<"rate" | "shift", number> }),
    ).rejects.toThrow('run: knob "shift" has no value; pass it in knobs');
  });

  it("takes knobs in float64 when asked", async () => {
    const program = compile(({ state, knobs }) => ({ state: state.add(knobs.by), outputs: [] }), {
      state: zeros([], "float64"),
      knobs: ["by"],
      knobType: "float64",
    });
    await program.run({ inputs: [], knobs: { by: 0.1 } });
    expect(await (await program.read()).item()).toBe(0.1);
  });

  it("takes tensors closed over as inputs, and numbers as they were", async () => {
    const table = tensor([10, 20, 30]);
    let factor = 2;
    const program = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs }) => ({ state, outputs: table.gather(inputs).mul(factor) }),
      { state: zeros([]) },
    );
    expect(await values(await program.run({ inputs: tensor(Int32Array.of(2, 0)) }))).toEqual([60, 20]);
    factor = 100;
    expect(await values(await program.run({ inputs: tensor(Int32Array.of(1, 1)) }))).toEqual([40, 40]);
  });

  it("tells training from evaluation", async () => {
    const program = compile(
      ({ state, training }) => ({ state: training ? state.add(1) : state, outputs: state.mul(training ? 1 : -1) }),
      {
        state: ones([]),
      },
    );
    expect(await (await program.run({ inputs: [], training: true })).item()).toBe(1);
    expect(await (await program.run({ inputs: [] })).item()).toBe(-2);
    expect(await (await program.run({ inputs: [] })).item()).toBe(-2);
  });

  it("takes inputs that are still to be computed, and results of its own", async () => {
    const program = compile<Tensor, Tensor, Tensor>(({ state, inputs }) => ({ state, outputs: inputs.add(state) }), {
      state: ones([2]),
    });
    let x: Tensor = tensor([1, 2]).mul(3);
    for (let i = 0; i < 3; i++) x = await program.run({ inputs: x });
    expect(await values(x)).toEqual([6, 9]);
  });

  it("reads and writes state as copies", async () => {
    const program = compile(({ state }) => ({ state: state.map((x) => x.mul(2)), outputs: [] }), {
      state: [tensor([1, 2]), ones([])],
    });
    const before = await program.read();
    await program.run({ inputs: [] });
    expect(await values(before[0])).toEqual([1, 2]);
    await program.write([tensor([5, 6]), tensor(7)]);
    await program.run({ inputs: [] });
    const after = await program.read();
    expect([await values(after[0]), await values(after[1])]).toEqual([[10, 12], [14]]);
    await expect(program.write([tensor([1]), tensor(7)])).rejects.toThrow(
      'compile: state "0" is float32 [2] but write was given float32 [1]',
    );
  });

  it("takes runs asked for at once one after the other, each with its own numbers", async () => {
    const program = compile(({ state, knobs }) => ({ state: state.add(knobs.by), outputs: [state.mul(1), knobs.by] }), {
      state: zeros([]),
      knobs: ["by"],
    });
    const runs = await Promise.all([1, 2, 4, 8].map((by) => program.run({ knobs: { by } })));
    const found = await Promise.all(runs.map((pair) => Promise.all(pair.map((output) => output.item()))));
    expect(found).toEqual([
      [0, 1],
      [1, 2],
      [3, 4],
      [7, 8],
    ]);
  });

  it("goes on after a run that failed", async () => {
    const program = compile(({ state, knobs }) => ({ state: state.add(knobs.by), outputs: state }), {
      state: zeros([]),
      knobs: ["by"],
    });
    await program.run({ knobs: { by: 1 } });
    await expect(program.run()).rejects.toThrow('knob "by" has no value');
    await program.run({ knobs: { by: 2 } });
    expect(await (await program.read()).item()).toBe(3);
  });

  it("tells inputs of other shapes and forms from those of the last run", async () => {
    const program = compile<Tensor, Record<string, Tensor>, Tensor>(
      ({ state, inputs: { x, y } }) => ({ state, outputs: y ? x.sum().add(y.sum()) : x.sum() }),
      { state: zeros([]) },
    );
    const sums = [];
    const batches: readonly Record<string, Tensor>[] = [
      { x: ones([2]) },
      { x: ones([3]) },
      { x: ones([3]), y: ones([4]) },
      { x: ones([3]) },
    ];
    for (const inputs of batches) {
      sums.push(await (await program.run({ inputs })).item());
    }
    expect(sums).toEqual([2, 3, 7, 3]);
  });

  it("refuses to run while tracing", async () => {
    const program = compile(({ state }) => ({ state, outputs: [] }), { state: ones([]) });
    await program.run();
    await expect(whileTracing(() => ({ run: program.run() })).run).rejects.toThrow(
      "running a compiled function inside a compiled or differentiated function",
    );
  });

  it("refuses a state of another form", async () => {
    const grown = compile(({ state }) => ({ state: state.expand([2]), outputs: [] }), { state: ones([1]) });
    await expect(grown.run({ inputs: [] })).rejects.toThrow(
      'compile: state "" is float32 [1] but fn returned float32 [2]; a state keeps its form, shapes and dtypes',
    );
  });

  it("refuses to read while tracing", async () => {
    let reading: Promise<number> | undefined;
    const program = compile(
      ({ state }) => {
        reading = state.item();
        reading.catch(() => undefined);
        return { state, outputs: [] };
      },
      { state: ones([]) },
    );
    await program.run({ inputs: [] });
    await expect(reading).rejects.toThrow(
      "reading a tensor inside a compiled or differentiated function: its tensors have no values yet; return them as outputs",
    );
  });

  it("has no values to read outside of what leaked out", async () => {
    let leaked: Tensor = ones([]);
    const program = compile(
      ({ state }) => {
        leaked = state.add(1);
        return { state, outputs: [] };
      },
      { state: ones([]) },
    );
    await program.run({ inputs: [] });
    await expect(leaked.item()).rejects.toThrow(
      "a tensor from inside a compiled function or a scan's body has no value",
    );
    // The other's state would be taken for this one's, which has the same number.
    const other = compile(({ state }) => ({ state, outputs: state.mul(leaked) }), { state: ones([]) });
    await expect(other.run()).rejects.toThrow(
      "compile: fn uses a tensor from inside a scan's body or another compiled",
    );
  });
});

describe("whileTracing", () => {
  it("refuses functions that do not return at once", () => {
    expect(() => whileTracing(async () => 1)).toThrow("must return at once, not be async; read its outputs");
    expect(whileTracing(() => 1)).toBe(1);
  });
});
