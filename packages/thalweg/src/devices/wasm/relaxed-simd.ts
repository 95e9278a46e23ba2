import { enableRelaxedSimd } from "#platform";
import { Code } from "../../kernels/wasm/code.ts";
import { encodeModule } from "../../kernels/wasm/encoder.ts";

/** Whether the engine has fused multiply-add, which Node 20 has to be asked for. */
export const hasRelaxedFma = (): boolean => {
  enableRelaxedSimd();
  const code = new Code(0);
  const vector = code.local("v128");
  code.get(vector).get(vector).get(vector).op("f32x4.relaxed_madd").set(vector);
  return WebAssembly.validate(encodeModule([{ code }], false));
};
