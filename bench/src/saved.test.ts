import { expect, it } from "vitest";
import { withSection } from "./saved.ts";

it("writes one section anew and keeps the others", () => {
  const page = withSection("# Page\n\nAbout.\n", "Speed", "fast");
  expect(page).toBe("# Page\n\nAbout.\n\n## Speed\n\nfast\n");
  const both = withSection(page, "Memory", "little");
  expect(both).toBe("# Page\n\nAbout.\n\n## Speed\n\nfast\n\n## Memory\n\nlittle\n");
  expect(withSection(both, "Speed", "faster")).toBe("# Page\n\nAbout.\n\n## Speed\n\nfaster\n\n## Memory\n\nlittle\n");
});
