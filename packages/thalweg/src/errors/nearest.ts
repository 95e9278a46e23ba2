/** The fewest single-letter changes, insertions and deletions between two words (Levenshtein 1966). */
export const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
};

/**
 * The one of `names` that `name` was most likely meant to be, whatever its case: the nearest, or else the first that
 * it is a part of; none when all are far away.
 *
 * @example
 * nearest("cosin", ["linear", "cosine"]); // "cosine"
 */
export const nearest = (name: string, names: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let part: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  const meant = name.toLowerCase();
  for (const candidate of names) {
    const distance = editDistance(meant, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
    if (meant.length > 2 && candidate.toLowerCase().includes(meant)) part ??= candidate;
  }
  return best ?? part;
};

/** `; did you mean …?`, or the list of names when none is near. */
export const suggestion = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names);
  return near === undefined ? `; there are ${names.join(", ")}` : `; did you mean ${near}?`;
};
