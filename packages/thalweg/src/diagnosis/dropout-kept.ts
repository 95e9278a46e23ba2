import type { LayerAbout, Probe } from "../training/index.ts";

/** Part of its numbers that each dropout layer let through, counted by zeros before and after it. */
export const keptByDropout = (layers: readonly LayerAbout[], probe: Probe | undefined): readonly number[] => {
  const zerosOf = (path: string) => probe?.layers.find(({ layer }) => layer === path)?.zeros ?? 0;
  return layers.flatMap(({ path, kind }, index) => {
    if (!/dropout/i.test(kind) || index === 0) return [];
    const before = 1 - zerosOf(layers[index - 1].path);
    return before > 0 ? [Math.min(1, (1 - zerosOf(path)) / before)] : [];
  });
};
