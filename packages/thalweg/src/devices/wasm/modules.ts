import type { Kernel } from "../../kernels/kernel.ts";
import { renderMatmul } from "../../kernels/wasm/matmul.ts";
import type { ProductType } from "../../kernels/wasm/matmul-layout.ts";
import { renderKernel } from "../../kernels/wasm/render.ts";

/** A function of a kernel's module. Addresses above 2^31 may come as negative numbers. */
export type DeviceFunction = (launch: number, begin: number, end: number, scratch: number) => void;

export interface MatmulFunctions {
  readonly pack: DeviceFunction;
  readonly run: DeviceFunction;
}

const isFunction = (value: unknown): value is DeviceFunction => typeof value === "function";

const functionNamed = (instance: WebAssembly.Instance, name: string): DeviceFunction => {
  const found = instance.exports[name];
  if (!isFunction(found)) throw new TypeError(`a kernel's module has no function ${name}`);
  return found;
};

/** Compiles each module once and links it to a device's memory. */
export class Modules {
  readonly #memory: WebAssembly.Memory;
  readonly #shared: boolean;
  readonly #fused: boolean;
  readonly #instances = new Map<string, Promise<WebAssembly.Instance>>();

  constructor(memory: WebAssembly.Memory, shared: boolean, fused: boolean) {
    this.#memory = memory;
    this.#shared = shared;
    this.#fused = fused;
  }

  async kernel(kernel: Kernel): Promise<DeviceFunction> {
    const instance = await this.#instance(kernel.key, () => renderKernel(kernel, this.#shared));
    return functionNamed(instance, "run");
  }

  async matmul(dtype: ProductType): Promise<MatmulFunctions> {
    const instance = await this.#instance(`matmul ${dtype}`, () => renderMatmul(dtype, this.#fused, this.#shared));
    return { pack: functionNamed(instance, "pack"), run: functionNamed(instance, "run") };
  }

  #instance(key: string, render: () => Uint8Array<ArrayBuffer>): Promise<WebAssembly.Instance> {
    const known = this.#instances.get(key);
    if (known) return known;
    const started = WebAssembly.compile(render()).then((module) =>
      WebAssembly.instantiate(module, { device: { memory: this.#memory } }),
    );
    this.#instances.set(key, started);
    // What failed may be tried again.
    started.catch(() => this.#instances.delete(key));
    return started;
  }
}
