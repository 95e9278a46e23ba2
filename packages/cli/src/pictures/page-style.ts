/** How a report's page looks; pictures in it have the rules of all pictures. */
import { styleSheet } from "./style.ts";

export const pageStyle = `
  :root {
    color-scheme: light dark;
    --ground: #fcfcfb; --page: #f3f2ee; --ink: #1a1a19; --soft: #52514e; --edge: #dcdbd6; --accent: #2a78d6;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root { --ground: #1a1a19; --page: #111110; --ink: #f2f1ec; --soft: #b5b4ae; --edge: #3a3a37; --accent: #5b9ff0; }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  }
  main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
  h2 { font-size: 1.2rem; margin: 40px 0 8px; overflow-wrap: anywhere; }
  p { max-width: 46em; overflow-wrap: anywhere; white-space: pre-line; }
  .command {
    display: block; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; padding: 10px 12px; margin: 12px 0;
    font: 0.875rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace;
    background: var(--ground); border: 1px solid var(--edge); border-radius: 8px;
  }
  figure {
    position: relative; margin: 20px 0; padding: 14px 0 6px; background: var(--ground);
    border: 1px solid var(--edge); border-radius: 8px;
  }
  figcaption { padding: 0 16px; font-weight: 600; font-size: 0.95rem; overflow-wrap: anywhere; }
  .tools { display: flex; flex-wrap: wrap; gap: 6px; padding: 8px 16px 0; align-items: center; }
  .tools:empty { display: none; }
  button {
    display: inline-flex; align-items: center; gap: 6px; max-width: 100%; padding: 3px 9px; cursor: pointer;
    font: inherit; font-size: 0.8rem; color: var(--ink); background: transparent;
    border: 1px solid var(--edge); border-radius: 6px; overflow-wrap: anywhere; text-align: left;
  }
  button:hover { border-color: var(--soft); }
  button.part[aria-pressed="false"] { opacity: 0.45; text-decoration: line-through; }
  button.scale[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); }
  .sign { display: inline-flex; flex: none; }
  .walk { flex: 1 1 90px; max-width: 240px; accent-color: var(--accent); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 6px; }
  .stage { cursor: crosshair; touch-action: pan-y; user-select: none; overflow: hidden; }
  .stage svg { display: block; }
  .readout {
    position: absolute; z-index: 2; max-width: min(22rem, 70%); padding: 6px 9px; pointer-events: none;
    font-size: 0.78rem; line-height: 1.4; font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
    color: var(--ink); background: var(--ground); border: 1px solid var(--edge); border-radius: 6px;
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.18);
  }
  .readout[hidden] { display: none; }
  .cursor-line { fill: none; stroke: var(--soft); stroke-width: 1.2; }
  .cursor-dot { fill: none; stroke: var(--ink); stroke-width: 1.6; }
  .table { overflow-x: auto; margin: 16px 0; }
  table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
  th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--edge); text-align: right; white-space: nowrap; }
  th { font-weight: 600; color: var(--soft); }
  th:first-child, td:first-child { text-align: left; }
  footer { margin-top: 40px; font-size: 0.8rem; color: var(--soft); }
  kbd { font: inherit; border: 1px solid var(--edge); border-radius: 4px; padding: 0 4px; }
  @media (max-width: 480px) { main { padding: 16px 8px 48px; } .tools, figcaption { padding-left: 10px; padding-right: 10px; } }
  @media print {
    body { background: none; }
    .tools button:not(.part), .walk, footer, .readout { display: none; }
    figure, table { break-inside: avoid; }
    main { max-width: none; padding: 0; }
  }
${styleSheet(undefined, "svg ")}`;
