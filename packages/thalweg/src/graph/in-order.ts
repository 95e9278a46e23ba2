import type { Node } from "./node.ts";

/** Every node below `outputs`, inputs first; without recursion, so that graphs may be deep. */
export const inOrder = (outputs: readonly Node[]): Node[] => {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, next: 0 });
  };
  for (const output of outputs) {
    visit(output);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      if (top.next < top.node.inputs.length) visit(top.node.inputs[top.next++]);
      else {
        stack.pop();
        order.push(top.node);
      }
    }
  }
  return order;
};
