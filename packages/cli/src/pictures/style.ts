/** Colours of both themes, and the classes that pictures use; pictures have their own ground, so they are legible anywhere. */

/**
 * Colours of curves, in the light theme and the dark one. The first five are told apart with any kind of sight; later ones
 * have dashes as well.
 */
const colours = [
  ["#2a78d6", "#5b9ff0"],
  ["#d9541e", "#f08a58"],
  ["#0f8a5f", "#3fbf8f"],
  ["#a8469e", "#d883cf"],
  ["#a87400", "#e0b040"],
  ["#0d8ba0", "#48c4d6"],
  ["#c2315b", "#f0708f"],
  ["#5b54c9", "#9c96f5"],
  ["#66751a", "#b3c04f"],
  ["#6f6e69", "#a9a8a2"],
] as const;

/** Grounds of low to high, pale or dark enough for curves over them. */
const heights = [
  ["#fbfdfd", "#141a22"],
  ["#eaf4f6", "#17212c"],
  ["#d9ebef", "#1a2836"],
  ["#c8e2e9", "#1d3040"],
  ["#b8d8e3", "#21384b"],
  ["#a9cedd", "#254056"],
  ["#9bc3d8", "#2a4961"],
  ["#8eb8d2", "#2f526c"],
  ["#83abcb", "#365b77"],
  ["#7a9fc3", "#3e6582"],
  ["#7493bb", "#476f8c"],
  ["#7187b2", "#527a97"],
] as const;

/** Results from low to high. */
const results = [
  ["#0b5f8a", "#7fd1ff"],
  ["#2f84a8", "#54b0dc"],
  ["#77a6a8", "#6f9fae"],
  ["#c0a26c", "#a8926c"],
  ["#d67e4b", "#c9764a"],
  ["#c9502f", "#e0603a"],
] as const;

export const heightCount = heights.length;
export const resultCount = results.length;

/** Stops of the surface in space, low to high; one for both themes, since its shades carry the form. */
const terrain = [
  [38, 64, 112],
  [36, 112, 142],
  [50, 158, 138],
  [128, 194, 110],
  [222, 214, 96],
] as const;

/** The colour of a height from 0 to 1 under a light from 0 to 1. */
export const terrainColour = (height: number, light: number): string => {
  const place = Math.min(1, Math.max(0, height)) * (terrain.length - 1);
  const index = Math.min(terrain.length - 2, Math.floor(place));
  const parts = terrain[index].map((low, part) => {
    const value = (low + (terrain[index + 1][part] - low) * (place - index)) * (0.62 + 0.44 * light);
    return Math.min(255, Math.round(value)).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
};

/** Selector, declarations, and those of the dark theme. */
type Rule = readonly [selector: string, light: string, dark?: string];

const coloured = colours.flatMap(([light, dark], index): readonly Rule[] => [
  [`.c${index + 1}`, `stroke: ${light}`, `stroke: ${dark}`],
  [`.dot.c${index + 1}`, `fill: ${light}`, `fill: ${dark}`],
]);

const rules: readonly Rule[] = [
  [
    "text",
    'font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #52514e; stroke: none',
    "fill: #b5b4ae",
  ],
  [".ground", "fill: #fcfcfb; stroke: #dcdbd6", "fill: #1a1a19; stroke: #3a3a37"],
  [".title", "font-size: 14px; font-weight: 600; fill: #1a1a19", "fill: #f2f1ec"],
  [".name", "fill: #1a1a19", "fill: #f2f1ec"],
  [".end", "text-anchor: end"],
  [".middle", "text-anchor: middle"],
  [".grid", "stroke: #e4e3de", "stroke: #343431"],
  [".tick", "stroke: #a3a29c", "stroke: #75746e"],
  [".curve", "fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round"],
  [".thin", "stroke-width: 1"],
  [
    ".halo",
    "fill: none; stroke: #fcfcfb; stroke-opacity: 0.75; stroke-width: 4.5; stroke-linejoin: round",
    "stroke: #1a1a19",
  ],
  [".open", "fill: #fcfcfb; stroke-width: 2", "fill: #1a1a19"],
  [".star", "fill: none; stroke: #1a1a19; stroke-width: 1.8", "stroke: #f2f1ec"],
  [".gap", "fill: #fcfcfb", "fill: #1a1a19"],
  [".level", "fill: none; stroke: #3c5a78; stroke-opacity: 0.28; stroke-width: 0.7", "stroke: #b9d3ea"],
  [".lost", "fill: none; stroke: #a3a29c; stroke-width: 1; stroke-dasharray: 3 3", "stroke: #75746e"],
  ...heights.map(([light, dark], index): Rule => [`.h${index}`, `fill: ${light}`, `fill: ${dark}`]),
  ...results.map(([light, dark], index): Rule => [`.r${index}`, `stroke: ${light}`, `stroke: ${dark}`]),
  ...coloured,
  [".band", "stroke: none; fill-opacity: 0.16", "stroke: none"],
  [".over", "paint-order: stroke; stroke: #fcfcfb; stroke-width: 3; stroke-linejoin: round", "stroke: #1a1a19"],
];

const sheet = (parts: readonly Rule[], prefix: string, theme: 1 | 2): string =>
  parts.flatMap((rule) => (rule[theme] === undefined ? [] : [`  ${prefix}${rule[0]} { ${rule[theme]}; }`])).join("\n");

/** Rules whose class stands in these elements. */
const usedIn = (elements: string): readonly Rule[] => {
  const classes = new Set([...elements.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names.split(" ")));
  return rules.filter(([selector]) => [...selector.matchAll(/\.([\w]+)/g)].every(([, name]) => classes.has(name)));
};

/** Where the dark theme begins in a style sheet; it ends with it. Paper stays light. */
const darkTheme = "@media screen and (prefers-color-scheme: dark) {";

/** The style sheet of these elements, or of all; `prefix` stands before each selector. */
export const styleSheet = (elements?: string, prefix = ""): string => {
  const parts = elements === undefined ? rules : usedIn(elements);
  return `\n${sheet(parts, prefix, 1)}\n  ${darkTheme}\n${sheet(parts, prefix, 2)}\n  }\n`;
};

/** The picture without its dark theme, for readers that know no media. */
export const inLight = (svg: string): string => {
  const start = svg.indexOf(darkTheme);
  return start < 0 ? svg : svg.slice(0, start) + svg.slice(svg.indexOf("</style>", start));
};

const dashes = ["", "7 3", "2 3", "9 3 2 3"];

/** Attributes of the line of a series: ten colours, and other dashes for every five. */
export const lineOf = (index: number, isDashed = false): string => {
  const dash = isDashed ? "4 4" : dashes[Math.floor(index / 5) % dashes.length];
  return `class="curve c${colourOf(index)}"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}`;
};

/** The number of a series' colour, counted from 1. */
export const colourOf = (index: number): number => 1 + (index % colours.length);
