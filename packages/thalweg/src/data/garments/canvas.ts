/** Corners of an outline, [x, y] in garment space: x to the right and y down, each about −1 to 1. */
export type Outline = readonly (readonly [x: number, y: number])[];

/** Width and height of a picture in pixels. */
export const side = 28;

const rowsPerPixel = 4;

/** How garment space lies on the picture: p = centre + matrix · q, in pixels. */
export interface Pose {
  readonly centre: readonly [x: number, y: number];
  /** [xx, xy, yx, yy]. */
  readonly matrix: readonly [number, number, number, number];
}

/**
 * A grayscale picture that polygons are painted on with antialiased edges. Only + − × ÷ are used,
 * so that pictures are the same on every machine.
 */
export class Canvas {
  /** Tone of each pixel, 1 being the garment's own. */
  readonly tone = new Float64Array(side * side);
  /** How much of each pixel is covered by the garment, 0 to 1. */
  readonly cover = new Float64Array(side * side);
  private readonly painted = new Float64Array(side * side);
  private pose: Pose = { centre: [0, 0], matrix: [1, 0, 0, 1] };

  start(pose: Pose): void {
    this.pose = pose;
    this.tone.fill(0);
    this.cover.fill(0);
  }

  /** Paints the inside of an outline (even–odd) with a tone; tone 0 cuts a hole. */
  fill(outline: Outline, tone: number): void {
    const { painted } = this;
    const [first, end] = this.rasterize(outline);
    const covered = tone > 0 ? 1 : 0;
    for (let pixel = first * side; pixel < end * side; pixel += 1) {
      const share = painted[pixel];
      if (share === 0) continue;
      this.tone[pixel] += (tone - this.tone[pixel]) * share;
      this.cover[pixel] += (covered - this.cover[pixel]) * share;
      painted[pixel] = 0;
    }
  }

  /** Paints a line of the given width along points. */
  line(points: Outline, width: number, tone: number): void {
    for (let index = 1; index < points.length; index += 1) {
      const [x0, y0] = points[index - 1];
      const [x1, y1] = points[index];
      const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
      if (length === 0) continue;
      const nx = ((y1 - y0) / length) * (width / 2);
      const ny = ((x0 - x1) / length) * (width / 2);
      const strip: Outline = [
        [x0 + nx, y0 + ny],
        [x1 + nx, y1 + ny],
        [x1 - nx, y1 - ny],
        [x0 - nx, y0 - ny],
      ];
      this.fill(strip, tone);
    }
  }

  /** Leaves the covered share of each pixel in `painted`; returns the rows it touched. */
  private rasterize(outline: Outline): [first: number, end: number] {
    const { centre, matrix } = this.pose;
    const corners = outline.map(([x, y]): [number, number] => [
      centre[0] + matrix[0] * x + matrix[1] * y,
      centre[1] + matrix[2] * x + matrix[3] * y,
    ]);
    const ys = corners.map(([, y]) => y);
    const first = Math.max(0, Math.floor(Math.min(...ys)));
    const end = Math.min(side, Math.ceil(Math.max(...ys)));
    const crossings: number[] = [];
    for (let line = first * rowsPerPixel; line < end * rowsPerPixel; line += 1) {
      const y = (line + 0.5) / rowsPerPixel;
      crossings.length = 0;
      let [xa, ya] = corners[corners.length - 1];
      for (const [xb, yb] of corners) {
        if (ya <= y !== yb <= y) crossings.push(xa + ((y - ya) / (yb - ya)) * (xb - xa));
        xa = xb;
        ya = yb;
      }
      crossings.sort((a, b) => a - b);
      const row = Math.floor(line / rowsPerPixel) * side;
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) this.span(row, crossings[pair], crossings[pair + 1]);
    }
    return [first, end];
  }

  private span(row: number, from: number, to: number): void {
    const begin = Math.max(0, from);
    const end = Math.min(side, to);
    for (let x = Math.floor(begin); x < end; x += 1) {
      const share = Math.min(end, x + 1) - Math.max(begin, x);
      this.painted[row + x] += share / rowsPerPixel;
    }
  }
}
