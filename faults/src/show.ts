import { type CaseName, planOf } from "./case.ts";
import { runCase, startDevice } from "./run-case.ts";

/** All that was seen of a case, and what was found, as JSON; numbers that are not finite as strings. */
export const show = async (name: CaseName): Promise<string> => {
  startDevice();
  const { findings, observations } = await runCase(planOf(name));
  const finite = (_: string, value: unknown): unknown =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify({ findings, ...observations }, finite, 1);
};
