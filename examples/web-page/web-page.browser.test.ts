/** The page trains in a browser, draws what the network thinks, and says how it goes. */
import { expect, it } from "vitest";
import { draw } from "./main.ts";

it("learns the spiral and colours it", async () => {
  const [canvas, text] = [document.createElement("canvas"), document.createElement("output")];
  expect(await draw(canvas, text, { epochs: 40, size: 20 })).toBeGreaterThan(0.95);
  expect(text.textContent).toMatch(/^epoch 40: loss 0\.\d+, accuracy 0\.9\d+$/);
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, 20, 20).data;
  const colours = Array.from({ length: 400 }, (_, pixel) =>
    Array.from(pixels?.subarray(4 * pixel, 4 * pixel + 3) ?? []),
  );
  for (const colour of [0, 1, 2]) {
    const share = colours.filter((rgb) => rgb[colour] === Math.max(...rgb)).length / 400;
    expect(share).toBeGreaterThan(0.15);
  }
});

it("is what index.html shows", async () => {
  const address = new URL("./index.html", import.meta.url).href;
  const page = await (await fetch(address)).text();
  // Vitest wraps every import() that it serves in a function that only its own page has.
  const runner = "__vitest_browser_runner__";
  const head = `<base href="${address}" /><script>window.${runner} = parent.${runner};</script>`;
  const frame = document.createElement("iframe");
  frame.srcdoc = page.replace("<meta", `${head}<meta`);
  document.body.append(frame);
  await expect
    .poll(() => frame.contentDocument?.querySelector("output")?.textContent, { timeout: 20_000 })
    .toMatch(/^epoch 60: loss 0\.\d+/);
});
