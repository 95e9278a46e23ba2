import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { groupFacts } from "./group-facts.ts";
import { groupRuns, mixedIn, sampleIn } from "./groups.ts";
import { groupLines, groupVerdict, groupWarnings, pairsOf } from "./groups-report.ts";
import { allFacts, type Listed } from "./names.ts";
import { type Written, writtenRecord } from "./testing/run-json.ts";

const within = temporaryFolder();

let count = 0;
const listed = async (written: Written): Promise<Listed> => {
  const run = await writtenRecord(within(String(count++)), written);
  return { run, facts: allFacts(run) };
};

/** One run a value, with seeds from 0 on. */
const runsOf = (settings: Written["settings"], accuracies: readonly number[]): Promise<readonly Listed[]> =>
  Promise.all(
    accuracies.map((testAccuracy, seed) => listed({ settings: { ...settings, seed }, results: { testAccuracy } })),
  );

const wide = { counts: "seeds", width: 200 };

it("has mean, deviation and Welch's test as a calculation by hand", async () => {
  const runs = [
    ...(await runsOf({ learningRate: 0.01 }, [0.5, 0.6, 0.7])),
    ...(await runsOf({ learningRate: 0.1 }, [0.2, 0.3, 0.4, 0.5])),
  ];
  const grouped = groupRuns(runs);
  const [a, b] = grouped.groups;
  expect(grouped.names).toEqual(["schedule.value", "learningRate"]);
  // Mean 0.6, variance (0.01 + 0 + 0.01)/2; mean 0.35, variance (0.0225 + 0.0025 + 0.0025 + 0.0225)/3.
  const [first, second] = [a, b].map((group) => sampleIn(group, "testAccuracy"));
  expect([first.count, second.count]).toEqual([3, 4]);
  expect(first.mean).toBeCloseTo(0.6, 12);
  expect(first.deviation).toBeCloseTo(0.1, 12);
  expect(second.mean).toBeCloseTo(0.35, 12);
  expect(second.deviation).toBeCloseTo(Math.sqrt(0.05 / 3), 12);
  // t = 0.25/√(0.01/3 + 0.0166…/4) = 0.25/√0.0075; degrees = 0.0075²/((0.01/3)²/2 + (0.0166…/4)²/3).
  const {
    leader,
    pairs: [{ test }],
  } = pairsOf(grouped.groups, "testAccuracy");
  expect(leader).toBe(a);
  expect(test.t).toBeCloseTo(2.886751, 6);
  expect(test.degrees).toBeCloseTo(4.959184, 6);
  // scipy.stats.ttest_ind([0.5, 0.6, 0.7], [0.2, 0.3, 0.4, 0.5], equal_var=False)
  expect(test.p).toBeCloseTo(0.03464755328828573, 12);
  expect(groupLines(grouped, ["testAccuracy"], wide)).toEqual([
    "in all: data garments, model mlp, optimizer adam, batch 128, epochs 2",
    "",
    "   rate  seeds     testAccuracy",
    "1  0.01  3      0.6000 ± 0.1000",
    "2   0.1  4      0.3500 ± 0.1291",
  ]);
  expect(groupVerdict(grouped, "testAccuracy")).toEqual([
    "By testAccuracy, the highest of several seeds is group 1 (learningRate 0.01), 0.6000 ± 0.1000, n = 3:",
    "- against group 2 (learningRate 0.1), 0.3500 ± 0.1291, n = 4: more than chance (Welch's t = 2.89, p = 0.0346)",
  ]);
  expect(groupFacts(grouped, ["testAccuracy"], "testAccuracy")).toMatchObject([
    { settings: { learningRate: 0.01 }, results: { testAccuracy: { count: 3 } } },
    { settings: { learningRate: 0.1 }, t: test.t, p: test.p },
  ]);
});

it("says that chance may have made a difference, and that one run says nothing", async () => {
  const near = groupRuns([...(await runsOf({ clip: 1 }, [0.5, 0.6])), ...(await runsOf({}, [0.4, 0.6]))]);
  expect(groupVerdict(near, "testAccuracy")[1]).toMatch(/^- against group 2 \(clip not set\).* may be chance \(/);
  const single = groupRuns([...(await runsOf({ clip: 1 }, [0.5])), ...(await runsOf({}, [0.4]))]);
  expect(groupVerdict(single, "testAccuracy")).toEqual([
    "Nothing can be said of chance: a test needs two seeds or more in each group.",
  ]);
  expect(groupFacts(single, ["testAccuracy"], "testAccuracy")[0]).toMatchObject({
    results: { testAccuracy: { count: 1, mean: 0.5, deviation: null } },
  });
  expect(groupVerdict(groupRuns(await runsOf({}, [0.4, 0.5])), "testAccuracy")).toEqual([]);
  const mixed = groupRuns([
    ...(await runsOf({ clip: 1 }, [0.9])),
    ...(await runsOf({ clip: 2 }, [0.5, 0.6])),
    ...(await runsOf({}, [0.4, 0.6])),
  ]);
  const [first, second, last] = groupVerdict(mixed, "testAccuracy");
  expect(first).toContain("the highest of several seeds is group 2 (clip 2)");
  expect(second).toContain("group 3 (clip not set)");
  expect(last).toBe("Nothing can be said of group 1 (clip 1): a test needs two seeds or more in each group.");
});

it("corrects for several comparisons", async () => {
  const grouped = groupRuns([
    ...(await runsOf({ clip: 1 }, [0.5, 0.6, 0.7])),
    ...(await runsOf({ clip: 2 }, [0.2, 0.3, 0.4])),
    ...(await runsOf({ clip: 3 }, [0.45, 0.5, 0.6])),
  ]);
  const { pairs } = pairsOf(grouped.groups, "testAccuracy");
  expect(pairs[0].p).toBeCloseTo(2 * pairs[0].test.p, 12);
  expect(groupVerdict(grouped, "testAccuracy")[1]).toContain("by Holm)");
});

it("counts finished runs, one a seed, the newest", async () => {
  const grouped = groupRuns([
    await listed({ results: { testAccuracy: 0.1 } }),
    await listed({ results: { testAccuracy: 0.3 }, more: { started: "2026-02-01T00:00:00.000Z" } }),
    await listed({ settings: { seed: 1 }, results: { testAccuracy: 0.5 } }),
    await listed({ settings: { seed: 2 }, results: { testAccuracy: 0.9 }, more: { status: "interrupted" } }),
  ]);
  expect(grouped.groups).toMatchObject([{ repeated: 1, unfinished: 1 }]);
  expect(sampleIn(grouped.groups[0], "testAccuracy")).toMatchObject({ count: 2, mean: 0.4 });
  expect(groupLines(grouped, ["testAccuracy"], wide).slice(2)).toEqual([
    "   seeds      testAccuracy",
    "1  2 (+2)  0.4000 ± 0.1414",
    "",
    "(+n): so many more that repeat a seed or are not finished; they do not count",
  ]);
});

it("looks through threads and places, but not through devices and data", async () => {
  const groupsOf = async (...written: readonly Written[]) =>
    groupRuns(await Promise.all(written.map(listed))).groups.length;
  expect(await groupsOf({}, { settings: { seed: 1, threads: 4, dataDir: "elsewhere" } })).toBe(1);
  expect(await groupsOf({}, { settings: { device: "reference" } })).toBe(2);
  expect(await groupsOf({}, { data: { fingerprints: { train: "0" } } })).toBe(2);
  const table = { name: "csv", file: "houses.csv" };
  expect(
    await groupsOf({ data: table }, { settings: { seed: 1 }, data: { ...table, fingerprints: { train: "0" } } }),
  ).toBe(1);
});

it("groups by chosen names, and says what else differs within", async () => {
  const grouped = groupRuns(
    [
      ...(await runsOf({ clip: 1 }, [0.5])),
      ...(await runsOf({ clip: 2 }, [0.7])),
      ...(await runsOf({ optimizer: "lion" }, [0.1])),
    ],
    ["optimizer"],
  );
  expect(grouped.groups.map(({ members }) => members.length)).toEqual([2, 1]);
  expect(mixedIn(grouped.groups[0])).toEqual(["clip"]);
  expect(groupWarnings(grouped)).toEqual(["warning: runs in group 1 (optimizer adam) differ in clip as well"]);
});
