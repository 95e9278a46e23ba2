/** At most `most` of `count` places, evenly spread from the first to the last. */
export const evenly = (count: number, most: number): Int32Array => {
  if (count <= most) return Int32Array.from({ length: count }, (_, place) => place);
  return Int32Array.from({ length: most }, (_, place) =>
    most === 1 ? 0 : Math.round((place * (count - 1)) / (most - 1)),
  );
};
