/** The program of a report's page: draws its figures where they belong. */
import { unpacked } from "../packed.ts";
import { Panel } from "./panel.ts";

const figures = unpacked(document.getElementById("figures")?.textContent ?? "[]");
for (const place of document.querySelectorAll<HTMLElement>("[data-figure]")) {
  const index = Number(place.dataset.figure);
  new Panel(place, figures[index], `figure-${index}`);
}
