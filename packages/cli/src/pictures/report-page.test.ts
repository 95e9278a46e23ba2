import { describe, expect, it } from "vitest";
import { reportHtml } from "./report-page.ts";
import { lossFigure } from "./testing/figures.ts";
import { wickedName } from "./testing/hard-figures.ts";

describe("reportHtml", () => {
  const html = reportHtml({
    title: wickedName,
    command: `thalweg compare "${wickedName}"`,
    about: wickedName,
    sections: [
      { heading: wickedName, text: wickedName, table: { head: [wickedName, "loss"], rows: [[wickedName, "1"]] } },
      { figure: { ...lossFigure(1, 5), title: wickedName } },
    ],
  });

  it("has every part, with no sign taken for a tag", () => {
    expect(html).not.toContain("<img");
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/&lt;\/script&gt;&lt;img/g)?.length).toBe(9);
  });

  it("asks for nothing from anywhere", () => {
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/(src|href)=["']?(https?:)?\/\//);
  });

  it("holds its program and figures in little room", () => {
    expect(html.length).toBeLessThan(100_000);
  });
});
