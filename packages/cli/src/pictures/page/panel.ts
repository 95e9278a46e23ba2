/** A figure in the page, with what one can do to it. */
import { drawingOf, partsOf } from "../drawing.ts";
import type { Figure } from "../figure.ts";
import { type Readout, readoutOf } from "../readout.ts";
import { usualTilt, usualTurn } from "../space.ts";
import { circle, type Pixel, through } from "../svg.ts";
import type { Drawing, View } from "../view.ts";
import { append } from "./elements.ts";
import { addTools } from "./tools.ts";
import { moved, zoomed } from "./zoom.ts";

const heightOf = ({ kind }: Figure, width: number): number | undefined => {
  if (kind === "bars") return undefined;
  const ratio = kind === "surface" ? 0.72 : kind === "contour" ? 0.66 : 0.5;
  return Math.round(Math.min(640, Math.max(kind === "surface" ? 300 : 280, width * ratio)));
};

/** How steeply a surface may be seen. */
const tilts = [0.12, 1.5] as const;

export class Panel {
  readonly figure: Figure;
  private readonly stage: HTMLElement;
  private readonly words: HTMLElement;
  private readonly id: string;
  private view: View = {};
  private drawing: Drawing;
  private svg: SVGElement | undefined;
  private pointer: Pixel | undefined;

  constructor(place: Element, figure: Figure, id: string) {
    this.figure = figure;
    this.id = id;
    const tools = append(place, "div", { class: "tools", role: "group", "aria-label": "what is drawn" });
    this.stage = append(place, "div", {
      class: "stage",
      tabindex: "0",
      role: "application",
      "aria-label": figure.title,
    });
    this.words = append(place, "div", { class: "readout", role: "status", hidden: "" });
    addTools(tools, this);
    this.drawing = this.draw();
    new ResizeObserver(() => {
      if (Math.abs(this.stage.clientWidth - this.drawing.width) > 1) this.draw();
    }).observe(this.stage);
  }

  get element(): HTMLElement {
    return this.stage;
  }

  get parts(): readonly string[] {
    return partsOf(this.figure);
  }

  get hidden(): ReadonlySet<number> {
    return this.view.hidden ?? new Set();
  }

  /** Whether there are axes that can be looked at in part. */
  get hasAxes(): boolean {
    const { figure } = this;
    return (
      figure.kind === "line" ||
      figure.kind === "contour" ||
      (figure.kind === "scatter" && figure.x.categories === undefined)
    );
  }

  /** Looks at the figure in another way. */
  look(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.draw();
  }

  reset(): void {
    this.look({ x: undefined, y: undefined, turn: undefined, tilt: undefined });
  }

  /** Shows what is around a place larger, or smaller where `factor` is above 1. */
  zoom(factor: number, at?: Pixel): void {
    const { axes, frame } = this.drawing;
    if (axes === undefined || !this.hasAxes) return;
    const [x, y] = at ?? [frame.left + frame.width / 2, frame.top + frame.height / 2];
    const across = Math.min(1, Math.max(0, (x - frame.left) / frame.width));
    const up = Math.min(1, Math.max(0, (frame.top + frame.height - y) / frame.height));
    this.look({ x: zoomed(axes.x, across, factor), y: zoomed(axes.y, up, factor) });
  }

  /** Moves the picture by pixels, or turns it. */
  move(dx: number, dy: number): void {
    const { axes, frame } = this.drawing;
    if (this.figure.kind === "surface") {
      const { turn = usualTurn, tilt = usualTilt } = this.view;
      this.look({ turn: turn - dx * 0.01, tilt: Math.min(tilts[1], Math.max(tilts[0], tilt + dy * 0.006)) });
    } else if (axes !== undefined && this.hasAxes) {
      this.look({ x: moved(axes.x, -dx / frame.width), y: moved(axes.y, dy / frame.height) });
    }
  }

  /** Reads what is at a place; without one, nothing. */
  point(pointer: Pixel | undefined): void {
    this.pointer = pointer;
    this.showReadout();
  }

  /** Moves the place that is read, beginning in the middle. */
  pointBy(dx: number): void {
    const { left, top, width, height } = this.drawing.frame;
    const [x, y] = this.pointer ?? [left + width / 2, top + height / 2];
    const isList = this.figure.kind === "bars";
    this.point(
      isList
        ? [x, Math.min(top + height - 1, Math.max(top, y + dx))]
        : [Math.min(left + width, Math.max(left, x + dx)), y],
    );
  }

  private draw(): Drawing {
    const width = Math.max(280, Math.round(this.stage.clientWidth));
    const view = { ...this.view, width, height: heightOf(this.figure, width), isBare: true, id: this.id };
    this.drawing = drawingOf(this.figure, view);
    const { height, elements } = this.drawing;
    this.stage.innerHTML = `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${elements.join("")}<g class="cursor"></g></svg>`;
    this.svg = this.stage.querySelector<SVGElement>(".cursor") ?? undefined;
    this.showReadout();
    return this.drawing;
  }

  private showReadout(): void {
    const readout = this.pointer && readoutOf(this.figure, this.view, this.drawing, this.pointer);
    this.words.hidden = readout === undefined;
    if (this.svg) this.svg.innerHTML = readout === undefined ? "" : cursorElements(readout).join("");
    if (readout === undefined || this.pointer === undefined) return;
    this.words.replaceChildren();
    for (const line of readout.lines) append(this.words, "div", {}, line);
    // Beside the pointer, on the side where there is room.
    const [x, y] = this.pointer;
    const isRight = x > this.drawing.width / 2;
    this.words.style.left = isRight ? "auto" : `${x + 16}px`;
    this.words.style.right = isRight ? `${this.drawing.width - x + 16}px` : "auto";
    this.words.style.top = `${this.stage.offsetTop + y + 12}px`;
  }
}

const cursorElements = ({ places, path }: Readout): readonly string[] => [
  ...(path === undefined ? [] : [`<path d="${through(path)}" class="cursor-line"/>`]),
  ...places.map(([x, y]) => circle(x, y, 5, "cursor-dot")),
];
