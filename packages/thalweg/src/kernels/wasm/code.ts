import { signed, unsigned, type ValueType, valueTypes } from "./encoder.ts";
import {
  type AtomicOpcode,
  atomicOpcodes,
  type LaneOpcode,
  laneOpcodes,
  type MemoryLaneOpcode,
  type MemoryOpcode,
  memoryLaneOpcodes,
  memoryOpcodes,
  type PlainOpcode,
  plainOpcodes,
} from "./opcodes.ts";

const empty = 0x40;
const firstPrefixed = 0xfd_000;

/** Writes a function's instructions; every method returns the writer, so that lines read like the stack. */
export class Code {
  /** i32 parameters, the first locals. */
  readonly parameters: number;
  readonly #bytes: number[] = [];
  readonly #locals: ValueType[] = [];
  /** What is done before everything else, and the locals of the constants made there. */
  readonly #opening: number[] = [];
  readonly #constants = new Map<string, number>();

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  /** A new local variable. */
  local(type: ValueType): number {
    this.#locals.push(type);
    return this.parameters + this.#locals.length - 1;
  }

  get(local: number): this {
    return this.#index(0x20, local);
  }

  set(local: number): this {
    return this.#index(0x21, local);
  }

  tee(local: number): this {
    return this.#index(0x22, local);
  }

  i32(value: number): this {
    return this.#write(0x41, ...signed(value));
  }

  i64(value: number): this {
    return this.#write(0x42, ...signed(value));
  }

  /** A constant of 16 bytes, given as a typed array. */
  v128(lanes: Int32Array | Float32Array | Float64Array): this {
    return this.#opcode(0xfd_00c).#write(...new Uint8Array(lanes.buffer, lanes.byteOffset, 16));
  }

  /** As `v128`, set once at the function's beginning: inside a loop an engine makes a constant anew each time. */
  constant(lanes: Int32Array | Float32Array | Float64Array): this {
    const key = `${new Int32Array(lanes.buffer, lanes.byteOffset, 4)}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return this.get(known);
    const local = this.local("v128");
    this.#constants.set(key, local);
    const bytes = new Uint8Array(lanes.buffer, lanes.byteOffset, 16);
    this.#opening.push(0xfd, ...unsigned(0xfd_00c & 0xfff), ...bytes, 0x21, ...unsigned(local));
    return this.get(local);
  }

  op(name: PlainOpcode): this {
    return this.#opcode(plainOpcodes[name]);
  }

  memory(name: MemoryOpcode, offset = 0): this {
    return this.#opcode(memoryOpcodes[name]).#write(0, ...unsigned(offset));
  }

  atomic(name: AtomicOpcode, offset = 0): this {
    const { opcode, bytes } = atomicOpcodes[name];
    return this.#opcode(opcode).#write(Math.log2(bytes), ...unsigned(offset));
  }

  memoryLane(name: MemoryLaneOpcode, lane: number, offset = 0): this {
    return this.#opcode(memoryLaneOpcodes[name]).#write(0, ...unsigned(offset), lane);
  }

  lane(name: LaneOpcode, lane: number): this {
    return this.#opcode(laneOpcodes[name]).#write(lane);
  }

  /** Picks 32-bit lanes: 0 to 3 of the first operand, 4 to 7 of the second. */
  shuffle(...lanes: readonly [number, number, number, number]): this {
    return this.shuffleBytes(lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)));
  }

  shuffleBytes(bytes: readonly number[]): this {
    return this.#opcode(0xfd_00d).#write(...bytes);
  }

  call(index: number): this {
    return this.#write(0x10, ...unsigned(index));
  }

  /** Calls the function at the index on the stack of the module's table; `like` names a function of the same type. */
  callIndirect(like: number): this {
    return this.#write(0x11, ...unsigned(like), 0);
  }

  drop(): this {
    return this.#write(0x1a);
  }

  /** Leaves the function. */
  return(): this {
    return this.#write(0x0f);
  }

  /** Repeats `body` while it leaves an i32 other than 0 on the stack. */
  repeat(body: () => void): this {
    this.#write(0x03, empty);
    body();
    return this.#write(0x0d, 0, 0x0b);
  }

  /** Runs `then` when the i32 on the stack is not 0. */
  if(then: () => void, otherwise?: () => void): this {
    this.#write(0x04, empty);
    then();
    if (otherwise) {
      this.#write(0x05);
      otherwise();
    }
    return this.#write(0x0b);
  }

  /** Adds the constant `amount` to an i32 local. */
  increment(local: number, amount: number): this {
    return this.get(local).i32(amount).op("i32.add").set(local);
  }

  /** Adds one i32 local to another. */
  advance(local: number, amount: number): this {
    return this.get(local).get(amount).op("i32.add").set(local);
  }

  /** `for (; index < end; index += step) body()`, for signed i32 locals. */
  countTo(index: number, end: number, step: number, body: () => void): this {
    return this.get(index)
      .get(end)
      .op("i32.lt_s")
      .if(() => {
        this.#write(0x03, empty);
        body();
        this.increment(index, step).get(index).get(end).op("i32.lt_s");
        this.#write(0x0d, 0, 0x0b);
      });
  }

  /** `body` while the pointer has not reached `end`, which it meets exactly, `step` bytes a round. */
  walkTo(pointer: number, end: number, step: number, body: () => void): this {
    return this.get(pointer)
      .get(end)
      .op("i32.ne")
      .if(() => {
        this.#write(0x03, empty);
        body();
        this.increment(pointer, step).get(pointer).get(end).op("i32.ne");
        this.#write(0x0d, 0, 0x0b);
      });
  }

  /** The function's body in the binary format. */
  body(): number[] {
    const groups = this.#locals.flatMap((type) => [1, valueTypes[type]]);
    return unsigned(this.#locals.length).concat(groups, this.#opening, this.#bytes, 0x0b);
  }

  #opcode(opcode: number): this {
    return opcode >= firstPrefixed ? this.#index(opcode >> 12, opcode & 0xfff) : this.#write(opcode);
  }

  /** A byte and a number after it, which is small nearly always: most of all code goes through here. */
  #index(byte: number, index: number): this {
    if (index < 0x80) this.#bytes.push(byte, index);
    else this.#bytes.push(byte, ...unsigned(index));
    return this;
  }

  #write(...bytes: number[]): this {
    this.#bytes.push(...bytes);
    return this;
  }
}
