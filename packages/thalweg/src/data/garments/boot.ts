import type { Generator } from "../../random/index.ts";
import type { Canvas, Outline } from "./canvas.ts";
import { ground } from "./outline.ts";

export const drawBoot = (canvas: Canvas, random: Generator): void => {
  const top = random.uniform(-0.95, -0.5);
  const front = random.uniform(-0.12, 0.12);
  const toe = random.uniform(0.02, 0.18);
  const heel = random.uniform() < 0.5 ? random.uniform(0, 0.1) : random.uniform(0.15, 0.35);
  const back = random.uniform(0.68, 0.85);
  const lean = random.uniform(-0.06, 0.1);
  const base = ground + 0.1;
  const upper: Outline = [
    [-0.85, base],
    [-0.9, toe + 0.14],
    [-0.68, toe],
    [front - 0.12, toe - 0.2],
    [front + lean, top],
    [back + lean, top + random.uniform(-0.05, 0.05)],
    [back, 0.1],
    [back + 0.02, base - heel],
    [0.2, base - heel * 0.8],
    [-0.1, base],
  ];
  canvas.fill(upper, 1);
  if (heel > 0.12) {
    const width = random.uniform(0.12, 0.35);
    canvas.fill(
      [
        [back - width, base - heel - 0.05],
        [back + 0.02, base - heel - 0.05],
        [back, base + 0.05],
        [back - width, base + 0.05],
      ],
      0.7,
    );
  }
  canvas.line(
    [
      [-0.88, base],
      [0, base],
    ],
    random.uniform(0.06, 0.14),
    random.uniform(0.4, 1.5),
  );
  if (random.uniform() < 0.5)
    canvas.line(
      [
        [front + lean, top + 0.06],
        [back + lean, top + 0.06],
      ],
      0.12,
      random.uniform(0.5, 1.4),
    );
  if (random.uniform() < 0.5) {
    const laceTone = random.uniform(0.3, 0.6);
    for (const along of [0.2, 0.45, 0.7]) {
      const y = top + along * (toe - top);
      canvas.line(
        [
          [front + lean * (1 - along), y],
          [front + 0.2, y + 0.06],
        ],
        0.06,
        laceTone,
      );
    }
  } else {
    const x = (front + back) / 2;
    canvas.line(
      [
        [x, top + 0.1],
        [x + 0.02, 0.1],
      ],
      0.06,
      random.uniform(0.5, 0.8),
    );
  }
};
