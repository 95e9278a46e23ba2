/** Text in lines of at most `width` letters; a longer word has a line of its own. The first line begins with `lead`, the others with as much room. */
export const wrapped = (text: string, width: number, lead = ""): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && lead.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each, index) => `${index === 0 ? lead : " ".repeat(lead.length)}${each}`);
};
