/** What runs trials, in a process of its own: one after the other, as it is told, until whoever has begun it is gone. */
import { ThalwegError } from "thalweg/errors";
import { CommandError } from "../command-error.ts";
import { readTrial, type TrialAnswer, type TrialRequest } from "./trial.ts";
import { commitTrial } from "./trial-commit.ts";
import { networkTrial } from "./trial-network.ts";
import { surfaceTrial } from "./trial-surface.ts";

/** Settings that cannot be trained with are a result, such as a batch too large for memory; a full disk is none. */
const isResult = (error: unknown): error is Error =>
  error instanceof CommandError || (error instanceof ThalwegError && error.code !== "file");

const runTrial = async (request: TrialRequest): Promise<void> => {
  const { settings } = request;
  try {
    await (settings.kind === "surface" ? surfaceTrial(request, settings) : networkTrial(request, settings));
  } catch (error) {
    if (!isResult(error)) throw error;
    const before = await readTrial(request.folder);
    const { length } = request;
    const failed = { length, updates: 0, status: "failed", score: null, scores: {}, seconds: 0 } as const;
    const kept = { before: before?.rungs, history: before?.history ?? [] };
    await commitTrial(request, { ...failed, reason: error.message }, kept);
  }
};

// A terminal sends Ctrl-C to this process, too; the one that has begun it decides.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit(1));
process.on("message", (request: TrialRequest) => {
  runTrial(request).then(
    () => process.send?.({} satisfies TrialAnswer),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.send?.({ error: message } satisfies TrialAnswer);
    },
  );
});
