import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { workloads } from "./workloads.ts";

describe("options", () => {
  it("measures everything unless said", () => {
    const { mode, threads, blas, rounds, ...others } = readOptions([]);
    expect({ mode, threads, blas, rounds }).toEqual({
      mode: "speed",
      threads: availableParallelism(),
      blas: "auto",
      rounds: 7,
    });
    expect(others.workloads).toBe(workloads);
    expect(others.peers).toEqual(["torch", "jax", "jax-fma", "tf-wasm", "tf-cpu"]);
  });

  it("chooses workloads and peers", () => {
    const options = readOptions(["--only", "cnn,mlp", "--only", "adam", "--peers", "jax,torch", "--threads", "3"]);
    expect(options.workloads.map(({ key }) => key)).toEqual(["mlp", "cnn", "adam"]);
    expect(options.peers).toEqual(["torch", "jax"]);
    expect(options.threads).toBe(3);
    expect(readOptions(["--peers", "none"]).peers).toEqual([]);
  });

  it.each([
    [["--rounds", "0"], "--rounds must be a positive whole number, got 0"],
    [["--threads", "two"], "--threads must be a positive whole number, got two"],
    [["--only", "mpl"], /--only must be of mlp, .*, product, got mpl/],
    [["--peers", "jax,keras"], "--peers must be none, or of torch, jax, jax-fma, tf-wasm, tf-cpu, got keras"],
    [["--memory", "--scaling"], "--memory and --scaling are modes; give one of them"],
    [["--round", "3"], /--round/],
  ])("refuses %j", (parameters, message) => {
    expect(() => readOptions(parameters)).toThrow(message);
  });
});
