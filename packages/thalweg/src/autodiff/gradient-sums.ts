import type { Node } from "../graph/index.ts";
import { concat, type Tensor } from "../tensor/index.ts";

/** A range along one axis of a node that a slice picked whole. */
export interface Range {
  readonly axis: number;
  readonly start: number;
}

interface Piece extends Range {
  gradient: Tensor;
  /** The gradient of the node: zeros around this one. */
  readonly spread: (gradient: Tensor) => Tensor;
}

/**
 * Gradients of nodes, summed as they come. Those of slices wait for one another: where they fill their node without
 * overlap, as those of gates and of the steps of a sequence do, they are put side by side, instead of being added to
 * zeros each.
 */
export class GradientSums {
  private readonly sums = new Map<Node, Tensor>();
  private readonly pieces = new Map<Node, Piece[]>();

  add(node: Node, gradient: Tensor): void {
    const sum = this.sums.get(node);
    this.sums.set(node, sum ? sum.add(gradient) : gradient);
  }

  addSlice(node: Node, { axis, start }: Range, gradient: Tensor, spread: Piece["spread"]): void {
    const pieces = this.pieces.get(node) ?? [];
    this.pieces.set(node, pieces);
    const same = pieces.find(
      (piece) => piece.axis === axis && piece.start === start && piece.gradient.shape[axis] === gradient.shape[axis],
    );
    if (same) same.gradient = same.gradient.add(gradient);
    else pieces.push({ axis, start, gradient, spread });
  }

  /** The sum for a node, once all that it consists of has come. */
  of(node: Node): Tensor | undefined {
    const pieces = this.pieces.get(node);
    if (pieces) {
      this.pieces.delete(node);
      const whole = sideBySide(pieces, node);
      if (whole) this.add(node, whole);
      else for (const { gradient, spread } of pieces) this.add(node, spread(gradient));
    }
    return this.sums.get(node);
  }
}

/** Pieces one after the other, when they fill an axis of `node`. */
const sideBySide = (pieces: readonly Piece[], { shape }: Node): Tensor | undefined => {
  const [{ axis }] = pieces;
  let filled = 0;
  const ordered = [...pieces].sort((a, b) => a.start - b.start);
  for (const piece of ordered) {
    if (piece.axis !== axis || piece.start !== filled) return undefined;
    filled += piece.gradient.shape[axis];
  }
  if (filled !== shape[axis]) return undefined;
  return concat(
    ordered.map(({ gradient }) => gradient),
    axis,
  );
};
