import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { lastLine, runHere } from "../testing/surroundings.ts";

const within = temporaryFolder();
const quick = ["--draws", "2000"];

it("tells how many updates each optimizer needs, and how rarely matrices are positive definite", async () => {
  const { exitCode, out, err } = await runHere("saddle");
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toMatch(/^gd +0\.01 +233$/m);
  expect(out).toMatch(/^momentum +0\.01 +49$/m);
  expect(out).toMatch(/^adam +0\.01 +76$/m);
  expect(out).toMatch(/^1 +0\.(49|50)\d +0\.500$/m);
  expect(out).toMatch(/^2 +0\.14\d +0\.146$/m);
  expect(out).toMatch(/^3 +0\.02\d +0\.025$/m);
});

it("ends with one line of JSON", async () => {
  const { exitCode, out, err } = await runHere("saddle", "--json", ...quick);
  expect(exitCode).toBe(0);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  expect(err).toContain("updates until |y| > 1");
  const { optimizers, positiveDefinite } = JSON.parse(lastLine(out));
  expect(optimizers.map(({ steps }: { steps: number }) => steps)).toEqual([233, 49, 76]);
  expect(positiveDefinite).toHaveLength(6);
});

it("takes other optimizers, starts and rates, and says who never gets away", async () => {
  const { out } = await runHere(
    "saddle",
    "--optimizers",
    "gd,adam(beta1=0.5)",
    "--start",
    "0.01,0",
    "--steps",
    "40",
    ...quick,
  );
  expect(out).toMatch(/^gd +0\.01 +not within 40$/m);
  expect(out).toMatch(/^adam\(beta1=0\.5\) +0\.01 +not within 40$/m);
  const { out: fast } = await runHere("saddle", "--optimizers", "gd", "--rate", "0.1", ...quick);
  // 0.01·1.2ⁿ > 1.
  expect(fast).toMatch(/^gd +0\.1 +26$/m);
});

it("draws", async () => {
  const [svg, report] = [within("saddle.svg"), within("saddle.html")];
  const { exitCode, out } = await runHere("saddle", "--svg", svg, "--report", report, "--json", ...quick);
  expect(exitCode).toBe(0);
  expect(await readdir(within())).toEqual(["saddle-2.svg", "saddle-3.svg", "saddle.html", "saddle.svg"]);
  expect(JSON.parse(lastLine(out)).files).toHaveLength(4);
  expect(await readFile(svg, "utf8")).toMatch(/^<svg /);
  expect(await readFile(report, "utf8")).toContain("thalweg saddle --svg");
});

it.each([
  [["--start", "1"], "It must be two finite numbers"],
  [["--start", "0.01,Infinity"], "It must be two finite numbers"],
  [["--start", "0.01,,"], "It must be two finite numbers"],
  [["--rate", "0"], "It must be a number > 0."],
  [["--rate", "-1"], "It must be a number > 0."],
  [["--steps", "0"], "It must be a whole number ≥ 1."],
  [["--draws", "0"], "It must be a whole number ≥ 1."],
  [["--optimizers", "adm"], "did you mean"],
  [["--optimizers", "muon"], "muon takes matrices only"],
  [["--svg", "."], "--svg: . is a folder; name a file in it"],
])("refuses %j with exit code 2", async (parameters, message) => {
  const { exitCode, out, err } = await runHere("saddle", ...parameters);
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});
