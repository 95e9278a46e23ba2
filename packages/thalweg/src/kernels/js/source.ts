import type { Kernel, Phase, Store, Value } from "../kernel.ts";
import { reductionLanes } from "../kernel.ts";
import { operandsOf } from "../operands.ts";
import { binaryText, combineText, literalText, startText, unaryText } from "./arithmetic.ts";

/**
 * Where a value is computed: once a run, once a parallel point before the loop over reduced
 * dimensions, at every point, or once a parallel point after that loop.
 */
type Level = "run" | "before" | "element" | "after";

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** Σ stride·index over some dimensions, as text to append to an offset. */
const steps = (array: string, dims: readonly number[]): string => dims.map((d) => ` + i${d} * ${array}s${d}`).join("");

const loops = (dims: readonly number[], body: readonly string[]): string[] => [
  ...dims.map((d) => `for (let i${d} = 0; i${d} < n${d}; i${d}++) {`),
  ...body,
  ...dims.map(() => "}"),
];

/** Writes the code of one phase; `runLines` and `runNames` are shared by all phases. */
class PhaseWriter {
  private readonly lines: Record<Level, string[]>;
  private readonly names = new Map<number, string>();
  private readonly accumulated = new Set<number>();
  private readonly kernel: Kernel;
  private readonly phase: Phase;
  private readonly runNames: Map<number, string>;
  private readonly levels: readonly Level[];

  constructor(kernel: Kernel, phase: Phase, runLines: string[], runNames: Map<number, string>) {
    this.kernel = kernel;
    this.phase = phase;
    this.runNames = runNames;
    this.lines = { run: runLines, before: [], element: [], after: [] };
    this.levels = levelsOf(kernel, phase);
  }

  write(): string[] {
    const { kernel, phase, lines } = this;
    const atRow = kernel.reduced === 0 ? phase.stores : phase.stores.filter((store) => store.level === "row");
    const atElement = phase.stores.filter((store) => !atRow.includes(store));
    for (const reduction of phase.reductions) this.accumulate(reduction);
    // Every load of a point comes before its stores.
    const elementStores = atElement.map((store) => this.store(store));
    const rowStores = atRow.map((store) => this.store(store));
    return [
      "{",
      ...lines.before,
      ...phase.reductions.map((r) => this.open(r)),
      ...loops(range(kernel.parallel, kernel.parallel + kernel.reduced), [...lines.element, ...elementStores]),
      ...phase.reductions.flatMap((r) => this.close(r)),
      ...lines.after,
      ...rowStores,
      "}",
    ];
  }

  private open(reduction: number): string {
    const start = startText(this.kernel.reductions[reduction]);
    return this.kernel.sequential ? `r${reduction} = ${start};` : `lanes${reduction}.fill(${start});`;
  }

  private close(reduction: number): string[] {
    const combined = combineText(this.kernel.reductions[reduction], "a", "b");
    return this.kernel.sequential ? [] : [`r${reduction} = fold(lanes${reduction}, (a, b) => ${combined});`];
  }

  private accumulate(reduction: number): void {
    if (this.accumulated.has(reduction)) return;
    this.accumulated.add(reduction);
    const { kernel } = this;
    const description = kernel.reductions[reduction];
    const value = this.name(description.value);
    const last = kernel.parallel + kernel.reduced - 1;
    const lane = `lanes${reduction}[${kernel.reduced === 0 ? 0 : `i${last} & ${reductionLanes - 1}`}]`;
    const target = kernel.sequential ? `r${reduction}` : lane;
    this.lines.element.push(`${target} = ${combineText(description, target, value)};`);
  }

  private store({ output, value, level }: Store): string {
    const { parallel, reduced } = this.kernel;
    const along = level === "element" ? range(parallel, parallel + reduced) : [];
    return `y${output}[y${output}r${steps(`y${output}`, along)}] = ${this.name(value)};`;
  }

  /** The name of a value, after writing the line that computes it. */
  private name(position: number): string {
    const value = this.kernel.values[position];
    if (value.op === "literal") return literalText(value.type, value.value);
    const level = this.levels[position];
    const names = level === "run" ? this.runNames : this.names;
    const known = names.get(position);
    if (known !== undefined) return known;
    const text = this.text(value);
    this.lines[level].push(`const v${position} = ${text};`);
    names.set(position, `v${position}`);
    return `v${position}`;
  }

  private text(value: Value): string {
    const { values } = this.kernel;
    switch (value.op) {
      case "literal":
        return literalText(value.type, value.value);
      case "argument":
        return `numbers[${value.argument}]${value.type === "int32" ? " | 0" : value.type === "bool" ? " !== 0" : ""}`;
      case "index":
        return `i${value.dim}`;
      case "reduced":
        return `r${value.reduction}`;
      case "running":
        this.accumulate(value.reduction);
        return `r${value.reduction}`;
      case "load":
        return this.load(value.access, value.guard, value.at);
      case "select":
        return `${this.name(value.condition)} ? ${this.name(value.a)} : ${this.name(value.b)}`;
    }
    if ("b" in value) return binaryText(value.op, values[value.a].type, this.name(value.a), this.name(value.b));
    return unaryText(value.op, values[value.a].type, value.type, this.name(value.a));
  }

  private load(access: number, guard?: number, at?: number): string {
    const { parallel, reduced, accesses } = this.kernel;
    const array = `x${access}`;
    const along = accesses[access].rowOnly ? [] : range(parallel, parallel + reduced);
    const gathered = at === undefined ? "" : ` + ${this.name(at)} * ${array}g`;
    const element = `${array}[${array}r${steps(array, along)}${gathered}]`;
    return guard === undefined ? element : `${this.name(guard)} ? ${element} : 0`;
  }
}

const order = { run: 0, before: 1, element: 2, after: 3 } as const satisfies Record<Level, number>;

const levelsOf = (kernel: Kernel, phase: Phase): Level[] => {
  const levels: Level[] = [];
  const inner = kernel.reduced > 0 ? "element" : "before";
  const own = (value: Value): Level => {
    if (value.op === "index") return value.dim < kernel.parallel ? "before" : "element";
    if (value.op === "load") return kernel.accesses[value.access].rowOnly ? "before" : inner;
    if (value.op === "running") return "element";
    if (value.op === "reduced") return phase.reductions.includes(value.reduction) ? "after" : "before";
    return "run";
  };
  for (const value of kernel.values) {
    const all = [own(value), ...operandsOf(value).map((position) => levels[position])];
    levels.push(all.reduce((a, b) => (order[b] > order[a] ? b : a)));
  }
  return levels;
};

/** The body of a function (launch) that returns the function () which runs the kernel. */
export const sourceOf = (kernel: Kernel): string => {
  const dims = range(0, kernel.parallel + kernel.reduced);
  const parallel = range(0, kernel.parallel);
  const runLines: string[] = [];
  const runNames = new Map<number, string>();
  const phases = kernel.phases.flatMap((phase) => new PhaseWriter(kernel, phase, runLines, runNames).write());
  const bind = (name: string, view: string): string[] => [
    `const ${name} = ${view}.array, ${name}o = ${view}.offset, ${name}g = ${view}.gatherStride ?? 0;`,
    ...dims.map((d) => `const ${name}s${d} = ${view}.strides[${d}];`),
  ];
  const arrays = [...kernel.accesses.map((_, k) => `x${k}`), ...kernel.outputs.map((_, k) => `y${k}`)];
  const reductions = kernel.reductions.map((_, k) => k);
  const names = [
    ...dims.map((d) => `n${d}`),
    ...arrays.flatMap((name) => [name, `${name}o`, `${name}g`, ...dims.map((d) => `${name}s${d}`)]),
    ...reductions.map((k) => `lanes${k}`),
  ].join(", ");
  return [
    '"use strict";',
    "const { extents, inputs, outputs, numbers } = launch;",
    ...dims.map((d) => `const n${d} = extents[${d}];`),
    ...kernel.accesses.flatMap((_, k) => bind(`x${k}`, `inputs[${k}]`)),
    ...kernel.outputs.flatMap((_, k) => bind(`y${k}`, `outputs[${k}]`)),
    ...reductions.map((k) => `const lanes${k} = new Float64Array(${reductionLanes});`),
    // As parameters rather than from outside, where loops would read them anew at every element.
    `const run = (${names}) => {`,
    ...runLines,
    ...loops(parallel, [
      ...arrays.map((name) => `const ${name}r = ${name}o${steps(name, parallel)};`),
      ...reductions.map((k) => `let r${k} = 0;`),
      ...phases,
    ]),
    "};",
    `return () => run(${names});`,
  ].join("\n");
};
