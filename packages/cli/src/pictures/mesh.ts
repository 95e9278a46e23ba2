/** A surface as a mesh of shaded pieces. */
import type { Grid } from "./figure.ts";
import { type Heights, shareAt, valueIn } from "./levels.ts";
import type { Projection } from "./space.ts";
import { terrainColour } from "./style.ts";
import { through } from "./svg.ts";

/** Pieces of the mesh in each direction. */
const pieces = 32;

interface Mesh {
  readonly columns: number;
  readonly rows: number;
  readonly shares: Float64Array;
}

/** A mesh over the grid: heights at even places, −1 to 1 in both directions. */
const meshOf = (grid: Grid, heights: Heights): Mesh => {
  const count = (places: readonly number[]): number => Math.min(pieces, places.length - 1);
  const [columns, rows] = [count(grid.x), count(grid.y)];
  const at = (column: number, row: number): number =>
    shareAt(
      grid,
      heights,
      valueIn(grid.x, (column / columns) * (grid.x.length - 1)),
      valueIn(grid.y, (row / rows) * (grid.y.length - 1)),
    );
  const shares = Float64Array.from({ length: (columns + 1) * (rows + 1) }, (_, index) =>
    at(index % (columns + 1), Math.floor(index / (columns + 1))),
  );
  return { columns, rows, shares };
};

const known = new WeakMap<Heights, Mesh>();

/** The mesh of these heights, made once: a page turns it again and again. */
const knownMesh = (grid: Grid, heights: Heights): Mesh => {
  const mesh = known.get(heights) ?? meshOf(grid, heights);
  known.set(heights, mesh);
  return mesh;
};

/** How much light falls on a piece that rises by `du` and `dv`: the lamp stands at the upper left. */
const lightOn = (du: number, dv: number): number => {
  const length = Math.hypot(du, dv, 1);
  return Math.max(0, (0.45 * -du + 0.45 * dv + 0.78) / length);
};

/** The surface, from the far side to the near one. */
export const meshElements = (grid: Grid, heights: Heights, projection: Projection): readonly string[] => {
  const { columns, rows, shares } = knownMesh(grid, heights);
  const quads: { readonly nearness: number; readonly element: string }[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const corner = (dx: number, dy: number) => {
        const share = shares[(row + dy) * (columns + 1) + column + dx];
        return { u: (2 * (column + dx)) / columns - 1, v: (2 * (row + dy)) / rows - 1, share };
      };
      const corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
      const [a, b, c, d] = corners.map(({ share }) => share);
      const mean = (a + b + c + d) / 4;
      if (Number.isNaN(mean)) continue;
      const light = lightOn(((b + c - a - d) / 4) * columns, ((c + d - a - b) / 4) * rows);
      const colour = terrainColour(mean, light);
      const pixels = corners.map(({ u, v, share }) => projection.pixel(u, v, share));
      quads.push({
        nearness: projection.nearness((2 * column + 1) / columns - 1, (2 * row + 1) / rows - 1),
        element: `<path d="${through(pixels)}Z" fill="${colour}"/>`,
      });
    }
  }
  // A thin stroke of the same colour would close the seams, but costs as much as the piece; a group's common one does not.
  return [
    '<g stroke="#10303c" stroke-opacity="0.22" stroke-width="0.5" stroke-linejoin="round">',
    ...quads.sort((one, other) => one.nearness - other.nearness).map(({ element }) => element),
    "</g>",
  ];
};
