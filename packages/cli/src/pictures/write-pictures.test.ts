import { mkdir, readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { fakeSurroundings } from "../testing/surroundings.ts";
import { barFigure, lossFigure } from "./testing/figures.ts";
import { checkPictures, numberedFile, writePictures } from "./write-pictures.ts";

const folder = temporaryFolder();
const report = {
  title: "Two",
  command: "thalweg two",
  about: "Two figures.",
  sections: [{ figure: lossFigure(2, 9) }, { text: "and" }, { figure: barFigure }],
};

it("writes a picture for each figure, and a page", async () => {
  const surroundings = fakeSurroundings();
  const options = { svg: folder("loss.svg"), report: folder("loss.html") };
  const files = await writePictures(options, report, surroundings);
  expect(files).toEqual([folder("loss.svg"), folder("loss-2.svg"), folder("loss.html")]);
  expect((await readdir(folder())).sort()).toEqual(["loss-2.svg", "loss.html", "loss.svg"]);
  expect(surroundings.err.text).toBe(files.map((file) => `drawn in ${file}\n`).join(""));
  expect(surroundings.out.text).toBe("");
  expect(await readFile(folder("loss-2.svg"), "utf8")).toContain("positive definite");
});

it("numbers files before their extension", () => {
  expect([numberedFile("a.b/loss.svg", 0), numberedFile("a.b/loss.svg", 1), numberedFile("a.b/loss", 2)]).toEqual([
    "a.b/loss.svg",
    "a.b/loss-2.svg",
    "a.b/loss-3",
  ]);
});

it("refuses names that cannot be written", async () => {
  await mkdir(folder("there"));
  await expect(checkPictures({ svg: folder("there") })).rejects.toThrow(/--svg: .* is a folder; name a file in it/);
  await expect(checkPictures({ report: "" })).rejects.toThrow("--report: must name a file, got nothing");
  await checkPictures({ svg: folder("new", "loss.svg") });
});
