import { Code } from "./code.ts";
import { encodeModule } from "./encoder.ts";
import { commandBytes, commandWords, controlWords } from "./program-layout.ts";

/**
 * Runs lists of commands, alone or with other threads, as a module that exports
 *
 *     play(control, commands, count, first, wake)     the thread that asks: one command after the other
 *     work(control, thread, modules)                          the others: whatever can be shared, until they must stop
 *
 * A shared command is published as one 64-bit word: its number above, how many of its items are still to be had below. Whoever
 * takes items swaps the word for a smaller one, so that an item is taken once and only of the command that the word is
 * about. The next command follows when all items are done; a thread that sleeps or comes late keeps nobody waiting.
 * Functions are called by their index in `device.table`, which every thread fills alike.
 */

type Control = keyof typeof controlWords;
type Command = keyof typeof commandWords;

const functions = { perform: 0, share: 1 } as const;
/** Looks at the word before a thread goes to sleep, tens of microseconds. */
const spinsOfWorker = 30_000;
/** Looks at what is done before the playing thread sleeps in between, for this long. */
const spinsOfPlayer = 5_000;
const napNanoseconds = 50_000;

/** Pushes a control word that no other thread writes meanwhile. */
const known = (code: Code, control: number, name: Control): Code =>
  code.get(control).memory("i32.load", controlWords[name]);
const atomic = (code: Code, control: number, name: Control): Code =>
  code.get(control).atomic("i32.atomic.load", controlWords[name]);
const word = (code: Code, command: number, name: Command): Code =>
  code.get(command).memory("i32.load", commandWords[name]);

/** perform(command, begin, end, scratch): items from begin to end. Functions of launches take four arguments, too. */
const performFunction = (): Code => {
  const code = new Code(4);
  const [command, begin, end, scratch] = [0, 1, 2, 3];
  const [launch, finish, batch, row, last, next] = Array.from({ length: 6 }, () => code.local("i32"));
  const callFunction = (name: "run" | "finish"): Code => word(code, command, name).callIndirect(functions.perform);
  word(code, command, "launch").set(launch);
  word(code, command, "finish").set(finish);
  code.get(finish).if(
    () =>
      code.countTo(begin, end, 1, () => {
        code.get(begin).i32(1).op("i32.add").set(next);
        code.get(launch).get(begin).get(next).get(scratch);
        callFunction("run");
        code.get(begin);
        word(code, command, "itemsOfMatrix").op("i32.div_u").set(batch);
        code.get(begin);
        word(code, command, "itemsOfMatrix").op("i32.rem_u");
        word(code, command, "rowsOfItem").op("i32.mul").set(row);
        code.get(row);
        word(code, command, "rowsOfItem").op("i32.add").tee(last);
        word(code, command, "rows").get(last);
        word(code, command, "rows").op("i32.lt_s").op("select").set(last);
        word(code, command, "finishLaunch");
        for (const edge of [row, last]) {
          code.get(batch);
          word(code, command, "rows").op("i32.mul").get(edge).op("i32.add");
          word(code, command, "finishItemsOfRow").op("i32.mul");
        }
        code.get(scratch);
        callFunction("finish");
      }),
    () => {
      code.get(launch).get(begin).get(end).get(scratch);
      callFunction("run");
    },
  );
  return code;
};

/** share(control, thread, modules): takes items of the open command and does them, while there are any. */
const shareFunction = (): Code => {
  const code = new Code(3);
  const [control, thread, modules] = [0, 1, 2];
  const open = code.local("i64");
  const [left, take, begin] = Array.from({ length: 3 }, () => code.local("i32"));
  code.repeat(() => {
    code.get(control).atomic("i64.atomic.load", controlWords.open).set(open);
    code
      .get(open)
      .op("i32.wrap_i64")
      .tee(left)
      .op("i32.eqz")
      .if(() => code.return());
    // What the open command calls was there before it was opened.
    atomic(code, control, "modules")
      .get(modules)
      .op("i32.ne")
      .if(() => code.return());
    code.get(left);
    known(code, control, "parts").op("i32.div_u").tee(take).i32(1).get(take).op("select").set(take);
    code.get(control).get(open).get(open).get(take).op("i64.extend_i32_u").op("i64.sub");
    code
      .atomic("i64.atomic.rmw.cmpxchg", controlWords.open)
      .get(open)
      .op("i64.eq")
      .if(() => {
        known(code, control, "items").get(left).op("i32.sub").set(begin);
        known(code, control, "command");
        code.get(begin).get(begin).get(take).op("i32.add");
        known(code, control, "scratch");
        known(code, control, "scratchBytes").get(thread).op("i32.mul").op("i32.add").call(functions.perform);
        code.get(control).get(take).atomic("i32.atomic.rmw.add", controlWords.done).drop();
      });
    code.i32(1);
  });
  return code;
};

const playFunction = (): Code => {
  const code = new Code(5);
  const [control, command, count, first, wake] = [0, 1, 2, 3, 4];
  const [end, items, spins, done, number] = Array.from({ length: 5 }, () => code.local("i32"));

  const wakeSleepers = (): void => {
    code.get(wake).if(() => {
      atomic(code, control, "sleepers").if(() => {
        code.get(control).i32(0).atomic("i32.atomic.store", controlWords.sleepers);
        code.get(control).i32(1).atomic("i32.atomic.rmw.add", controlWords.signal).drop();
        code.get(control).i32(-1).atomic("memory.atomic.notify", controlWords.signal).drop();
      });
    });
  };

  const waitUntilDone = (): void => {
    code.i32(0).set(spins);
    code.repeat(() => {
      code.increment(spins, 1);
      atomic(code, control, "done").set(done);
      code.get(spins).i32(spinsOfPlayer).op("i32.gt_s");
      known(code, control, "mayWait")
        .op("i32.and")
        .get(done)
        .get(items)
        .op("i32.ne")
        .op("i32.and")
        .if(() => {
          code.get(control).get(done).i64(napNanoseconds).atomic("memory.atomic.wait32", controlWords.done).drop();
        });
      code.get(done).get(items).op("i32.ne");
      atomic(code, control, "failed").op("i32.eqz").op("i32.and");
    });
  };

  const openCommand = (): void => {
    code.get(control).get(command).memory("i32.store", controlWords.command);
    code.get(control).get(items).memory("i32.store", controlWords.items);
    code.get(control).i32(0).atomic("i32.atomic.store", controlWords.done);
    known(code, control, "number").i32(1).op("i32.add").set(number);
    code.get(control).get(number).memory("i32.store", controlWords.number);
    code.get(control).get(number).op("i64.extend_i32_u").i64(32).op("i64.shl");
    code.get(items).op("i64.extend_i32_u").op("i64.or").atomic("i64.atomic.store", controlWords.open);
  };

  code.get(command).get(count).i32(commandBytes).op("i32.mul").op("i32.add").set(end);
  code.walkTo(command, end, commandBytes, () => {
    word(code, command, "items").set(items);
    code.get(first);
    word(code, command, "firstOnly")
      .op("i32.eqz")
      .op("i32.or")
      .if(() => {
        word(code, command, "shared").if(
          () => {
            openCommand();
            wakeSleepers();
            code.get(control).i32(0);
            known(code, control, "modules").call(functions.share);
            waitUntilDone();
          },
          () => {
            code.get(command).i32(0).get(items);
            known(code, control, "scratch").call(functions.perform);
          },
        );
      });
  });
  return code;
};

const workFunction = (): Code => {
  const code = new Code(3);
  const [control, thread, modules] = [0, 1, 2];
  const [spins, signal] = Array.from({ length: 2 }, () => code.local("i32"));
  /** Pushes whether there is nothing to do: no items, no new modules, no end. */
  const isIdle = (): Code => {
    code.get(control).atomic("i64.atomic.load", controlWords.open).op("i32.wrap_i64").op("i32.eqz");
    atomic(code, control, "modules").get(modules).op("i32.eq").op("i32.and");
    return atomic(code, control, "stop").op("i32.eqz").op("i32.and");
  };
  code.repeat(() => {
    isIdle().if(
      () => {
        code
          .increment(spins, 1)
          .get(spins)
          .i32(spinsOfWorker)
          .op("i32.gt_s")
          .if(() => {
            code.i32(0).set(spins);
            atomic(code, control, "signal").set(signal);
            code.get(control).i32(1).atomic("i32.atomic.rmw.add", controlWords.sleepers).drop();
            // Whoever opened a command before it saw this sleeper is seen here.
            isIdle().if(() => {
              code.get(control).get(signal).i64(-1).atomic("memory.atomic.wait32", controlWords.signal).drop();
            });
          });
      },
      () => {
        code.i32(0).set(spins);
        code.get(control).get(thread).get(modules).call(functions.share);
      },
    );
    atomic(code, control, "modules").get(modules).op("i32.eq");
    atomic(code, control, "stop").op("i32.eqz").op("i32.and");
  });
  return code;
};

/** The bytes of the module. */
export const renderProgram = (shared: boolean): Uint8Array<ArrayBuffer> =>
  encodeModule(
    [
      { code: performFunction() },
      { code: shareFunction() },
      { name: "play", code: playFunction() },
      { name: "work", code: workFunction() },
    ],
    shared,
    true,
  );
