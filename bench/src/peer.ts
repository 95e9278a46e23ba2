import { setFlagsFromString } from "node:v8";
import { serve } from "./serve.ts";
import type { Side } from "./side.ts";

/** One side as a process: `node peer.js thalweg 2 auto`. Only the library asked for is loaded. */

const [name, ...parameters] = process.argv.slice(2);

const start = async (): Promise<Side> => {
  switch (name) {
    case "thalweg": {
      const [threads, blas] = parameters;
      return (await import("./ours/side.ts")).startThalweg({ threads: Number(threads), blas });
    }
    case "jax":
      return (await import("./peers/jax/side.ts")).startJax("jax-js");
    case "jax-fma":
      // Node 20 has fused multiply-add behind this flag; later versions have it without.
      setFlagsFromString("--experimental-wasm-relaxed-simd");
      return (await import("./peers/jax/side.ts")).startJax("jax-js, fused");
    case "tf-wasm":
      return (await import("./peers/tensorflow.ts")).startTensorFlow("wasm");
    case "tf-cpu":
      return (await import("./peers/tensorflow.ts")).startTensorFlow("cpu");
    default:
      throw new Error(`no side "${name}"`);
  }
};

// Libraries greet and warn on the standard output, which is for answers alone.
const output = process.stdout;
console.log = console.error;
console.info = console.error;
await serve(await start(), process.stdin, output);
process.exit(0);
