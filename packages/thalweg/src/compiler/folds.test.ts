import { expect, it } from "vitest";
import { input, matmul, type Node, permute, reshape, windowsOf } from "../graph/index.ts";
import { foldedViewOf, joined, operandViews } from "./folds.ts";
import { type Item, isMovement, programOf } from "./items.ts";

/** How the left side of a product lies in memory. */
const viewOfNode = (node: Node) => {
  const [item] = programOf([matmul(node, input(9, [node.shape[node.shape.length - 1], 1], "float32"))]).items.filter(
    ({ operation }) => operation.kind === "matmul",
  );
  return operandViews(item, (each: Item) => !isMovement(each))[0];
};

const x = input(0, [2, 6, 5, 3], "float32");
const way = { stride: 1, dilation: 1, before: 0 };

it("rows and columns of windows are several axes of the image", () => {
  const windows = windowsOf(x, [way, way], [4, 4], [3, 2]);
  expect(windows.shape).toEqual([2, 4, 4, 3, 2, 3]);
  const { base, offset, axes } = viewOfNode(reshape(windows, [2 * 4 * 4, 3 * 2 * 3]));
  expect(base.operation.kind).toBe("input");
  expect(offset).toBe(0);
  expect(axes).toEqual([
    [
      { extent: 2, stride: 90 },
      { extent: 4, stride: 15 },
      { extent: 4, stride: 3 },
    ],
    // Neighbouring elements of a row and their channels are one axis.
    [
      { extent: 3, stride: 15 },
      { extent: 6, stride: 1 },
    ],
  ]);
});

it("axes that a shape cuts unevenly are no view", () => {
  const turned = permute(input(0, [4, 6], "float32"), [1, 0]);
  expect(viewOfNode(reshape(turned, [2, 12])).axes).toEqual([
    [{ extent: 2, stride: 3 }],
    [
      { extent: 3, stride: 1 },
      { extent: 4, stride: 6 },
    ],
  ]);
  expect(viewOfNode(reshape(turned, [3, 8])).base.operation.kind).toBe("input");
  // 9 rows would take one and a half of the 6.
  expect(viewOfNode(reshape(permute(input(0, [3, 6], "float32"), [1, 0]), [9, 2])).base.operation.kind).toBe("reshape");
});

it("neighbours that one stride walks join, and axes of extent 1 vanish", () => {
  expect(
    joined([
      { extent: 2, stride: 12 },
      { extent: 1, stride: 99 },
      { extent: 3, stride: 4 },
      { extent: 4, stride: 1 },
      { extent: 5, stride: 0 },
    ]),
  ).toEqual([
    { extent: 24, stride: 1 },
    { extent: 5, stride: 0 },
  ]);
});

it("what is stored is seen as it lies", () => {
  const windows = reshape(windowsOf(x, [way, way], [4, 4], [3, 2]), [32, 18]);
  const rows = programOf([windows]).items.find(({ shape }) => `${shape}` === "32,18");
  if (!rows) throw new Error("no rows");
  const { base, axes } = foldedViewOf(rows, () => true);
  expect(base).toBe(rows);
  expect(axes).toEqual([[{ extent: 32, stride: 18 }], [{ extent: 18, stride: 1 }]]);
});
