/** Walks the paths of a figure again: a button and a slider. */
import { append } from "./elements.ts";

const seconds = 6;

/** `show` draws the paths up to a share of them. */
export const addPlayer = (tools: Element, show: (share: number) => void): void => {
  const button = append(tools, "button", { type: "button", class: "play" }, "Play");
  const slider = append(tools, "input", {
    type: "range",
    min: "0",
    max: "1000",
    value: "1000",
    class: "walk",
    "aria-label": "how much of the paths is drawn",
  });
  let frame = 0;
  const stop = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    button.textContent = "Play";
  };
  const play = (): void => {
    const from = slider.value === "1000" ? 0 : Number(slider.value) / 1000;
    const start = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, from + Math.max(0, now - start) / (1000 * seconds));
      slider.value = String(Math.round(1000 * share));
      show(share);
      if (share < 1) frame = requestAnimationFrame(step);
      else stop();
    };
    button.textContent = "Pause";
    frame = requestAnimationFrame(step);
  };
  button.addEventListener("click", () => (frame === 0 ? play() : stop()));
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value) / 1000);
  });
};
