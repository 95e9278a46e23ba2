import { inOrder, planOf, programOf } from "../compiler/index.ts";
import type { Arena, Device, Executable } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Node, Storage } from "../graph/node.ts";
import { sizeOf } from "../graph/shape.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { currentDevice, exclusive } from "./device.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { forbidWhileTracing } from "./tracing.ts";

/** Programs of earlier reads, kept while they are used. */
const programs = new Map<Device, RecentlyUsed<Executable>>();
const keptPrograms = 256;
let reads = 0;
const reading = "reading a tensor";

/** Executes nodes in one run; afterwards they hold their values and no longer refer to their inputs. */
export const evaluateNodes = async (nodes: readonly Node[]): Promise<void> => {
  forbidWhileTracing(reading);
  await exclusive(async (device) => {
    const wanted = withReused(nodes.filter((node) => node.operation.kind !== "leaf"));
    if (wanted.length === 0) return;
    const program = programOf(wanted);
    const executable = await executableFor(device, program.key, () => planOf(program).plan);
    const outputs = wanted.map((node) => device.allocate(node.dtype, sizeOf(node.shape)));
    const sources = await Promise.all(program.sources.map((source) => arenaOf(source, device)));
    await device.run(executable, [...sources, ...outputs], Float64Array.from(program.numbers, numberOf));
    reads++;
    for (const node of inOrder(wanted)) node.computedBy ??= reads;
    wanted.forEach((node, index) => {
      node.operation = {
        kind: "leaf",
        storage: { dtype: node.dtype, length: sizeOf(node.shape), arena: outputs[index] },
      };
      node.inputs = [];
    });
  });
};

/** A copy of a node's values. */
export const readNode = async (node: Node): Promise<TypedArray> => {
  if (node.operation.kind === "leaf") forbidWhileTracing(reading);
  else await evaluateNodes([node]);
  if (node.operation.kind !== "leaf")
    throw new ThalwegError("trace", "data: this tensor has a value only inside a compiled function");
  const { storage } = node.operation;
  if (storage.host) return storage.host.slice();
  const { arena } = storage;
  if (!arena) throw new ThalwegError("device", "data: the tensor's device is gone");
  return exclusive(async (device) =>
    (device.name === arena.device ? device : await currentDevice(arena.device)).download(arena),
  );
};

/**
 * Nodes computed by an earlier read and used by newer ones are computed once more and kept, so that
 * loops written by hand cost at most twice and graphs stay bounded.
 */
const withReused = (requested: readonly Node[]): Node[] => {
  const wanted = new Set(requested);
  for (const node of inOrder(requested)) {
    if (node.computedBy !== undefined) continue;
    for (const input of node.inputs) if (input.computedBy !== undefined && isWork(input)) wanted.add(input);
  }
  return [...wanted];
};

const isWork = ({ operation: { kind } }: Node): boolean =>
  kind === "elementwise" ||
  kind === "reduce" ||
  kind === "matmul" ||
  kind === "cumsum" ||
  kind === "assemble" ||
  kind === "scatterAdd" ||
  kind === "call" ||
  kind === "final" ||
  kind === "history" ||
  kind === "stacked" ||
  kind === "composed";

const executableFor = (device: Device, key: string, plan: () => Executable["plan"]): Promise<Executable> => {
  const known = programs.get(device) ?? new RecentlyUsed<Executable>(keptPrograms);
  programs.set(device, known);
  return known.get(key, () => device.compile(plan()));
};

const numberOf = (node: Node): number => {
  if (node.operation.kind === "scalar") return node.operation.value;
  throw new ThalwegError("trace", "a knob of a compiled function has no value outside it");
};

/** The arena of a leaf on `device`, uploaded when it is not there yet. */
export const arenaOf = async (node: Node, device: Device): Promise<Arena> => {
  const storage = storageOf(node);
  const here = arenaHere(node, device);
  if (here) return here;
  if (storage.arena) storage.host = await (await currentDevice(storage.arena.device)).download(storage.arena);
  const arena = device.allocate(storage.dtype, storage.length);
  if (storage.host) device.upload(arena, storage.host);
  storage.arena = arena;
  return arena;
};

/** As `arenaOf`, at once; undefined where only another device has the values. */
export const arenaHere = (node: Node, device: Device): Arena | undefined => {
  const storage = storageOf(node);
  if (storage.arena?.device === device.name) return storage.arena;
  if (!storage.host) return undefined;
  const arena = device.allocate(storage.dtype, storage.length);
  device.upload(arena, storage.host);
  storage.arena = arena;
  return arena;
};

const storageOf = ({ operation }: Node): Storage => {
  if (operation.kind === "leaf") return operation.storage;
  throw new ThalwegError(
    "trace",
    "a tensor from inside a compiled function or a scan's body has no value outside it; return it there as output",
  );
};
