import { enableRelaxedSimd } from "#platform";
import { Code } from "../../kernels/wasm/code.ts";
import { encodeModule } from "../../kernels/wasm/encoder.ts";

/** Whether the engine has fused multiply-add; Node 20 has to be asked for it, later ones do not know the question. */
export const hasRelaxedFma = (): boolean => {
  const code = new Code(0);
  const vector = code.local("v128");
  code.get(vector).get(vector).get(vector).op("f32x4.relaxed_madd").set(vector);
  const bytes = encodeModule([{ code }], false);
  if (WebAssembly.validate(bytes)) return true;
  enableRelaxedSimd();
  return WebAssembly.validate(bytes);
};
