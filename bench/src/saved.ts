/** RESULTS.md with one of its sections written anew, the others as they were. */
export const withSection = (page: string, title: string, text: string): string => {
  const [head, ...sections] = page.split(/^(?=## )/m);
  const own = `## ${title}\n\n${text}\n`;
  const place = sections.findIndex((section) => section.startsWith(`## ${title}\n`));
  const parts = place < 0 ? [...sections, own] : sections.with(place, own);
  return `${[head, ...parts].map((part) => part.trimEnd()).join("\n\n")}\n`;
};
