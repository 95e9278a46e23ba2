import { commandBytes, commandWords } from "../../kernels/wasm/program-layout.ts";
import type { BlockWriter } from "./blocks.ts";
import type { KernelLaunch, MatmulLaunch } from "./launches.ts";
import { workspaceRoot } from "./slots.ts";

/** Consecutive kernels and products: what threads run without coming back to JavaScript. */
export interface CommandsLaunch {
  readonly kind: "commands";
  /** Where the commands lie in the launch blocks. */
  readonly at: number;
  readonly count: number;
  /** There is enough work to wake other threads for. */
  readonly wake: boolean;
}

interface Command {
  readonly launch: KernelLaunch | MatmulLaunch;
  readonly words: Readonly<Partial<Record<keyof typeof commandWords, number>>>;
  readonly finish?: KernelLaunch;
  readonly nanoseconds: number;
}

/** Shared work that is worth waking threads for, in multiples of what is worth sharing. */
const worthWaking = 12;

const commandsOf = (launch: KernelLaunch | MatmulLaunch): readonly Command[] => {
  const { nanoseconds } = launch;
  if (launch.kind === "kernel") {
    return [{ launch, words: { run: launch.run, items: launch.items }, nanoseconds }];
  }
  const { functions, panels, steady, items, rows, itemsOfMatrix, rowsOfItem, epilogue } = launch;
  const pack: Command = {
    launch,
    words: { run: functions.pack, items: panels, firstOnly: steady ? 1 : 0 },
    nanoseconds: launch.packNanoseconds,
  };
  if (!epilogue) return [pack, { launch, words: { run: functions.run, items }, nanoseconds }];
  const matrices = items / itemsOfMatrix;
  const finishItemsOfRow = epilogue.items / (rows * matrices);
  const finish = { finish: epilogue.run, rows, itemsOfMatrix, rowsOfItem, finishItemsOfRow };
  const words = { run: functions.run, items, ...finish };
  return [pack, { launch, words, finish: epilogue, nanoseconds: nanoseconds + epilogue.nanoseconds }];
};

/**
 * Writes the commands of consecutive launches; launch blocks lie from `blocksAt` on in the workspace. `worthSharing`:
 * estimated nanoseconds from which on a command is shared.
 */
export const writeCommands = (
  blocks: BlockWriter,
  launches: readonly (KernelLaunch | MatmulLaunch)[],
  blocksAt: number,
  worthSharing: number,
): CommandsLaunch => {
  const commands = launches.flatMap(commandsOf).filter(({ words }) => words.items !== 0);
  const start = blocks.reserve(commandBytes * commands.length);
  const address = (at: number, launchAt: number): void => {
    blocks.address(at, { root: workspaceRoot, byteOffset: blocksAt + launchAt });
  };
  let shared = 0;
  commands.forEach(({ launch, words, finish, nanoseconds }, index) => {
    const at = start + commandBytes * index;
    const isShared = words.items !== 1 && nanoseconds >= worthSharing;
    if (isShared) shared += nanoseconds;
    const all = Object.entries<number>({ ...words, shared: isShared ? 1 : 0 });
    const positions: Readonly<Record<string, number>> = commandWords;
    for (const [name, value] of all) blocks.word(at + positions[name], value);
    address(at + commandWords.launch, launch.at);
    if (finish) address(at + commandWords.finishLaunch, finish.at);
  });
  return { kind: "commands", at: start, count: commands.length, wake: shared >= worthWaking * worthSharing };
};
