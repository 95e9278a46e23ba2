import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../../../scripts/chromium.js";
import { temporaryFolder } from "../testing/folder.ts";
import type { Figure } from "./figure.ts";
import { type Report, reportHtml } from "./report-page.ts";
import {
  bandFigure,
  barFigure,
  lossFigure,
  scatterFigure,
  surfaceFigure,
  usualFigures,
  valleyFigure,
} from "./testing/figures.ts";
import { hardFigures, wickedName } from "./testing/hard-figures.ts";

const reportOf = (figures: readonly Figure[]): Report => ({
  title: "How optimizers walk",
  command: "thalweg compare rosenbrock --steps 2000",
  about: "Every optimizer with the same budget.",
  sections: figures.map((figure) => ({ figure })),
});

const path = findChromium();

describe.skipIf(path === undefined)("a report in a browser", () => {
  const folder = temporaryFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu"] });
  }, 60_000);

  afterAll(() => browser.close());

  /** Opens a report from disk and runs a test in it; what the page complains about must be nothing. */
  const within = async (
    report: Report,
    test: (page: Page) => Promise<void>,
    { width = 1000, theme = "light" }: { readonly width?: number; readonly theme?: "light" | "dark" } = {},
  ): Promise<void> => {
    const file = folder("report.html");
    await writeFile(file, reportHtml(report));
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, offline: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector(".stage svg");
    await test(page);
    expect(complaints).toEqual([]);
    await context.close();
  };

  const stage = (page: Page) => page.locator(".stage").first();

  /** What the first figure shows, apart from the pointer's marks. */
  const shown = (page: Page): Promise<string> =>
    page.evaluate(
      () => document.querySelector(".stage svg")?.innerHTML.replace(/<g class="cursor">.*<\/g>$/, "") ?? "",
    );

  const middleOf = async (page: Page): Promise<readonly [x: number, y: number]> => {
    const box = await stage(page).boundingBox();
    if (box === null) throw new Error("the figure is not in the page");
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  it("draws every figure, in both themes and in narrow pages", async () => {
    for (const [theme, width] of [
      ["light", 1000],
      ["dark", 380],
    ] as const) {
      await within(
        reportOf([...usualFigures, ...hardFigures]),
        async (page) => {
          const marks = await page.$$eval(".stage svg", (all) =>
            all.map((svg) => svg.querySelectorAll("path, rect, line, circle").length),
          );
          expect(marks).toHaveLength(usualFigures.length + hardFigures.length);
          expect(marks.slice(0, usualFigures.length).every((count) => count > 8)).toBe(true);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          expect(await page.title()).toBe("How optimizers walk");
          const ground = await page.$eval("figure", (figure) => getComputedStyle(figure).backgroundColor);
          expect(ground).toBe(theme === "light" ? "rgb(252, 252, 251)" : "rgb(26, 26, 25)");
        },
        { theme, width },
      );
    }
  }, 60_000);

  it("reads values where the pointer is", async () => {
    await within(reportOf([bandFigure]), async (page) => {
      const readout = page.locator(".readout");
      expect(await readout.isVisible()).toBe(false);
      await page.mouse.move(...(await middleOf(page)));
      expect(await readout.innerText()).toMatch(/^epoch 1[01]\n.*adamW: 0\.2\d+ \(/s);
      expect(await page.locator(".cursor-dot").count()).toBe(2);
      await page.mouse.move(1, 1);
      expect(await readout.isVisible()).toBe(false);
    });
  });

  it("zooms by the wheel, moves by dragging, and goes back", async () => {
    await within(reportOf([lossFigure(3, 200)]), async (page) => {
      const whole = await shown(page);
      const [x, y] = await middleOf(page);
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, -300);
      await expect.poll(() => shown(page)).not.toBe(whole);
      const part = await shown(page);
      await page.mouse.down();
      await page.mouse.move(x + 80, y + 20, { steps: 4 });
      await page.mouse.up();
      const moved = await shown(page);
      expect(moved).not.toBe(part);
      await page.mouse.dblclick(x, y);
      await expect.poll(() => shown(page)).toBe(whole);
      await page.getByRole("button", { name: "zoom in" }).click();
      expect(await shown(page)).not.toBe(whole);
      await page.getByRole("button", { name: "show everything" }).click();
      expect(await shown(page)).toBe(whole);
    });
  });

  it("hides and shows curves, and changes its scale", async () => {
    await within(reportOf([lossFigure(3, 200)]), async (page) => {
      const curves = () => page.locator(".stage .curve").count();
      expect(await curves()).toBe(3);
      const momentum = page.getByRole("button", { name: "momentum 0.9" });
      await momentum.click();
      expect(await curves()).toBe(2);
      expect(await momentum.getAttribute("aria-pressed")).toBe("false");
      await momentum.click();
      const logarithmic = await shown(page);
      await page.getByRole("button", { name: "log loss" }).click();
      expect(await shown(page)).not.toBe(logarithmic);
      expect(await curves()).toBe(3);
      for (const name of ["gradient descent", "momentum 0.9", "nesterov"])
        await page.getByRole("button", { name }).click();
      expect(await stage(page).innerHTML()).toContain("no value has a place on these axes");
    });
  });

  it("plays the paths", async () => {
    await within(reportOf([valleyFigure(30)]), async (page) => {
      const whole = await shown(page);
      await page.getByRole("button", { name: "Play" }).click();
      await expect.poll(() => shown(page)).not.toBe(whole);
      await page.getByRole("button", { name: "Pause" }).click();
      const paused = await shown(page);
      await page.waitForTimeout(100);
      expect(await shown(page)).toBe(paused);
      await page.locator(".walk").fill("500");
      expect(await shown(page)).not.toBe(paused);
      await page.locator(".walk").fill("1000");
      expect(await shown(page)).toBe(whole);
    });
  });

  it("turns a surface by dragging and by keys", async () => {
    await within(reportOf([surfaceFigure(20)]), async (page) => {
      const before = await shown(page);
      const [x, y] = await middleOf(page);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 10, { steps: 3 });
      await page.mouse.up();
      const dragged = await shown(page);
      expect(dragged).not.toBe(before);
      await stage(page).focus();
      await page.keyboard.press("ArrowLeft");
      expect(await shown(page)).not.toBe(dragged);
      await page.keyboard.press("0");
      expect(await shown(page)).toBe(before);
    });
  });

  it("is used by keys alone", async () => {
    await within(reportOf([bandFigure]), async (page) => {
      const whole = await shown(page);
      await stage(page).focus();
      await page.keyboard.press("+");
      expect(await shown(page)).not.toBe(whole);
      await page.keyboard.press("0");
      expect(await shown(page)).toBe(whole);
      await page.keyboard.press(".");
      expect(await page.locator(".readout").isVisible()).toBe(true);
      await page.keyboard.press("Escape");
      expect(await page.locator(".readout").isVisible()).toBe(false);
    });
  });

  it("does not take names for tags", async () => {
    await within(
      {
        ...reportOf([
          { ...scatterFigure, groups: [{ name: wickedName, points: [[0, 1]] }] },
          { ...barFigure, bars: [{ name: wickedName, value: 1 }] },
        ]),
        title: wickedName,
      },
      async (page) => {
        expect(await page.locator("img").count()).toBe(0);
        expect(await page.title()).toBe(wickedName.replace(/\s+/g, " "));
        const [x, y] = await middleOf(page);
        await page.mouse.move(x, y);
        expect(await page.locator("img").count()).toBe(0);
      },
    );
  });

  it("is drawn anew where the page becomes narrower", async () => {
    await within(reportOf([lossFigure(2, 50)]), async (page) => {
      const before = await page.$eval(".stage svg", (svg) => svg.getAttribute("width"));
      await page.setViewportSize({ width: 500, height: 800 });
      await expect.poll(() => page.$eval(".stage svg", (svg) => svg.getAttribute("width"))).not.toBe(before);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(500);
    });
  });
});
