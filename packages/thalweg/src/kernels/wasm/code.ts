import { signed, unsigned, type ValueType, valueTypes } from "./encoder.ts";
import {
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
const prefix = 0xfd_000;

/** Writes a function's instructions; every method returns the writer, so that lines read like the stack. */
export class Code {
  /** i32 parameters, the first locals. */
  readonly parameters: number;
  readonly #bytes: number[] = [];
  readonly #locals: ValueType[] = [];

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  /** A new local variable. */
  local(type: ValueType): number {
    this.#locals.push(type);
    return this.parameters + this.#locals.length - 1;
  }

  get(local: number): this {
    return this.#write(0x20, ...unsigned(local));
  }

  set(local: number): this {
    return this.#write(0x21, ...unsigned(local));
  }

  tee(local: number): this {
    return this.#write(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.#write(0x41, ...signed(value));
  }

  /** A constant of 16 bytes, given as a typed array. */
  v128(lanes: Int32Array | Float32Array | Float64Array): this {
    return this.#opcode(0xfd_00c).#write(...new Uint8Array(lanes.buffer, lanes.byteOffset, 16));
  }

  op(name: PlainOpcode): this {
    return this.#opcode(plainOpcodes[name]);
  }

  memory(name: MemoryOpcode, offset = 0): this {
    return this.#opcode(memoryOpcodes[name]).#write(0, ...unsigned(offset));
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
    const groups = this.#locals.map((type) => [1, valueTypes[type]]);
    return [...unsigned(groups.length), ...groups.flat(), ...this.#bytes, 0x0b];
  }

  #opcode(opcode: number): this {
    return opcode >= prefix ? this.#write(0xfd, ...unsigned(opcode - prefix)) : this.#write(opcode);
  }

  #write(...bytes: number[]): this {
    this.#bytes.push(...bytes);
    return this;
  }
}
