import type { Sample } from "../lab/significance.ts";
import { type Grouped, sampleIn } from "./groups.ts";
import { pairsOf } from "./groups-report.ts";

/** JSON has no NaN: the spread of one run is null. */
const sampleFacts = ({ count, mean, deviation }: Sample): object => ({
  count,
  mean: count === 0 ? null : mean,
  deviation: count < 2 ? null : deviation,
});

/** Groups in the words of `--json`; `t` and `p` are of a test against the first with two seeds or more, by one result. */
export const groupFacts = ({ groups }: Grouped, results: readonly string[], by: string): readonly object[] => {
  const { pairs } = pairsOf(groups, by);
  return groups.map((group) => {
    const pair = pairs.find(({ other }) => other === group);
    return {
      settings: Object.fromEntries(group.tells.map(([name, value]) => [name, value ?? null])),
      runs: group.members.map(({ run }) => run.folder),
      repeated: group.repeated,
      unfinished: group.unfinished,
      results: Object.fromEntries(results.map((name) => [name, sampleFacts(sampleIn(group, name))])),
      ...(pair === undefined ? {} : { t: pair.test.t, p: pair.p }),
    };
  });
};
