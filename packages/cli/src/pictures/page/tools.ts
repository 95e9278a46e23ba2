/** Buttons and keys of a panel. */
import type { Figure } from "../figure.ts";
import { markerPath } from "../scatter-drawing.ts";
import { lineOf } from "../style.ts";
import { type Pixel, through } from "../svg.ts";
import type { View } from "../view.ts";
import { append } from "./elements.ts";
import type { Panel } from "./panel.ts";
import { addPlayer } from "./player.ts";

const isDashed = (figure: Figure, index: number): boolean | undefined =>
  figure.kind === "line" ? figure.series[index].dashed : undefined;

const signOf = (figure: Figure, index: number): string => {
  const line: readonly Pixel[] = [
    [1, 6],
    [25, 6],
  ];
  return figure.kind === "scatter"
    ? markerPath(index, 13, 6)
    : `<path d="${through(line)}" ${lineOf(index, isDashed(figure, index))}/>`;
};

/** A button for each curve, path or group. */
const addParts = (tools: Element, panel: Panel): void => {
  for (const [index, name] of panel.parts.entries()) {
    const button = append(tools, "button", { type: "button", class: "part", "aria-pressed": "true" });
    const sign = append(button, "span", { class: "sign", "aria-hidden": "true" });
    sign.innerHTML = `<svg width="26" height="12">${signOf(panel.figure, index)}</svg>`;
    append(button, "span", {}, name);
    button.addEventListener("click", () => {
      const hidden = new Set(panel.hidden);
      if (!hidden.delete(index)) hidden.add(index);
      button.setAttribute("aria-pressed", String(!hidden.has(index)));
      panel.look({ hidden });
    });
  }
};

/** Scales that can be logarithmic: what they are called, and whether they are. */
const scalesOf = (
  figure: Figure,
): readonly (readonly [key: "logX" | "logY" | "logZ", label: string, isLog: boolean])[] => {
  switch (figure.kind) {
    case "line":
      return [
        ["logY", figure.y.label, figure.y.log ?? false],
        ["logX", figure.x.label, figure.x.log ?? false],
      ];
    case "scatter":
    case "bars":
      return [["logY", figure.y.label, figure.y.log ?? false]];
    case "contour":
    case "surface":
      return [["logZ", figure.z.label, figure.z.log ?? false]];
    case "parallel":
      return [];
  }
};

const addScales = (tools: Element, panel: Panel): void => {
  for (const [key, label, isLog] of scalesOf(panel.figure)) {
    const button = append(
      tools,
      "button",
      { type: "button", class: "scale", "aria-pressed": String(isLog) },
      `log ${label}`,
    );
    button.addEventListener("click", () => {
      const isPressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isPressed));
      // A part of the axis may have no place on the other scale.
      const change: Partial<View> = key === "logZ" ? {} : { x: undefined, y: undefined };
      panel.look({ ...change, [key]: isPressed });
    });
  }
};

const addZoom = (tools: Element, panel: Panel): void => {
  const action = (words: string, label: string, run: () => void): void =>
    append(
      tools,
      "button",
      { type: "button", class: "zoom", "aria-label": label, title: label },
      words,
    ).addEventListener("click", run);
  if (panel.hasAxes) {
    action("+", "zoom in", () => panel.zoom(0.7));
    action("−", "zoom out", () => panel.zoom(1 / 0.7));
  }
  action("Reset", "show everything", () => panel.reset());
};

const pixelIn = (stage: Element, event: MouseEvent): Pixel => {
  const { left, top } = stage.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

const addPointer = (panel: Panel): void => {
  const stage = panel.element;
  let last: Pixel | undefined;
  stage.addEventListener("pointerdown", (event) => {
    last = pixelIn(stage, event);
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const here = pixelIn(stage, event);
    if (last !== undefined) panel.move(here[0] - last[0], here[1] - last[1]);
    last = last && here;
    panel.point(here);
  });
  for (const name of ["pointerup", "pointercancel"] as const) stage.addEventListener(name, () => (last = undefined));
  stage.addEventListener("pointerleave", () => panel.point(undefined));
  stage.addEventListener("dblclick", () => panel.reset());
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!panel.hasAxes) return;
      event.preventDefault();
      panel.zoom(1.0015 ** Math.min(400, Math.max(-400, event.deltaY)), pixelIn(stage, event));
    },
    { passive: false },
  );
};

const addKeys = (panel: Panel): void => {
  const step = 40;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => panel.move(step, 0),
    ArrowRight: () => panel.move(-step, 0),
    ArrowUp: () => panel.move(0, step),
    ArrowDown: () => panel.move(0, -step),
    "+": () => panel.zoom(0.7),
    "=": () => panel.zoom(0.7),
    "-": () => panel.zoom(1 / 0.7),
    "0": () => panel.reset(),
    ",": () => panel.pointBy(-8),
    ".": () => panel.pointBy(8),
    Escape: () => panel.point(undefined),
  };
  panel.element.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
  panel.element.addEventListener("blur", () => panel.point(undefined));
};

/** All of them. */
export const addTools = (tools: Element, panel: Panel): void => {
  addParts(tools, panel);
  addScales(tools, panel);
  const { figure } = panel;
  if ((figure.kind === "contour" || figure.kind === "surface") && figure.paths.length > 0) {
    addPlayer(tools, (share) => panel.look({ share }));
  }
  if (panel.hasAxes || figure.kind === "surface") addZoom(tools, panel);
  addPointer(panel);
  addKeys(panel);
};
