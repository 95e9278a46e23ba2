import type { DType } from "../../kernels/dtype.ts";
import type { Kernel } from "../../kernels/kernel.ts";
import { renderMatmul } from "../../kernels/wasm/matmul.ts";
import type { ProductType } from "../../kernels/wasm/matmul-layout.ts";
import { renderKernel } from "../../kernels/wasm/render.ts";
import { renderScatterAdd } from "../../kernels/wasm/scatter-add.ts";
import type { Threads } from "./threads.ts";

/** Indices of functions in the table of `Threads`. */
export interface MatmulFunctions {
  readonly pack: number;
  readonly run: number;
}

/** Compiles each module once and links it to a device's memory. */
export class Modules {
  readonly #memory: WebAssembly.Memory;
  readonly #threads: Threads;
  readonly #shared: boolean;
  readonly #fused: boolean;
  /** By what a module is about, the index of its first function. */
  readonly #known = new Map<string, Promise<number>>();

  constructor(memory: WebAssembly.Memory, threads: Threads, shared: boolean, fused: boolean) {
    this.#memory = memory;
    this.#threads = threads;
    this.#shared = shared;
    this.#fused = fused;
  }

  kernel(kernel: Kernel): Promise<number> {
    return this.#index(kernel.key, () => renderKernel(kernel, this.#shared));
  }

  async matmul(dtype: ProductType): Promise<MatmulFunctions> {
    const pack = await this.#index(`matmul ${dtype}`, () => renderMatmul(dtype, this.#fused, this.#shared));
    return { pack, run: pack + 1 };
  }

  scatterAdd(dtype: DType): Promise<number> {
    return this.#index(`scatterAdd ${dtype}`, () => renderScatterAdd(dtype, this.#shared));
  }

  #index(key: string, render: () => Uint8Array<ArrayBuffer>): Promise<number> {
    const known = this.#known.get(key);
    if (known) return known;
    const added = this.#add(render());
    this.#known.set(key, added);
    // What failed may be tried again.
    added.catch(() => this.#known.delete(key));
    return added;
  }

  async #add(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    const module = await WebAssembly.compile(bytes);
    const { exports } = await WebAssembly.instantiate(module, { device: { memory: this.#memory } });
    return this.#threads.add(bytes, Object.values(exports));
  }
}
