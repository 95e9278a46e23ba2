import ts from "typescript";

/** A value written in a comment: numbers keep the text they were written as. */
export type Expected =
  | { readonly kind: "number"; readonly text: string; readonly isCut: boolean }
  | { readonly kind: "other"; readonly value: string | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Expected[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Expected> };

/**
 * What a comment says that the expression before it is: `52`, `[2, 4], but for ε`, `log 2 = 0.693…`. Undefined when
 * the comment is not a value. An ellipsis after a number means that more digits follow.
 */
export const expectationOf = (comment: string): Expected | undefined => {
  const text = comment.replace(/^(Float32|Float64|Int32|Uint8)Array /, "");
  const whole = /^([^:;]*?)(?:[,:;] [^\]}]*)?$/.exec(text)?.[1] ?? text;
  const candidates = [text, whole, /^(\S+)(?:[,:;]| =) /.exec(text)?.[1], / = ([^ ]+)$/.exec(text)?.[1]];
  for (const candidate of candidates) {
    const parsed = candidate === undefined ? undefined : parsedValue(candidate);
    if (parsed) return parsed;
  }
  return undefined;
};

/** How a cut number is spelled for the parser, to which an ellipsis is no token. */
const cut = "cut:";

const parsedValue = (text: string): Expected | undefined => {
  const spelled = text.replace(/(-?[\d.]+(?:e-?\d+)?)…/g, `"${cut}$1"`);
  const source = ts.createSourceFile("value.ts", `(${spelled})`, ts.ScriptTarget.Latest, true);
  const [statement, ...others] = source.statements;
  if (statement === undefined || others.length > 0 || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  return ts.isParenthesizedExpression(expression) ? literalOf(expression.expression) : undefined;
};

const literalOf = (node: ts.Expression): Expected | undefined => {
  const text = node.getText();
  if (/^-?[\d.][\w.]*(e[+-]?\d+)?$/.test(text)) return { kind: "number", text, isCut: false };
  if (ts.isStringLiteral(node) && node.text.startsWith(cut)) {
    return { kind: "number", text: node.text.slice(cut.length), isCut: true };
  }
  if (ts.isStringLiteral(node)) return { kind: "other", value: node.text };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: "other", value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: "other", value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: "other", value: null };
  // The parser closes brackets by itself; a value has its own.
  if (ts.isArrayLiteralExpression(node) && text.endsWith("]")) {
    const items = node.elements.map(literalOf);
    return isComplete(items) ? { kind: "list", items } : undefined;
  }
  if (!ts.isObjectLiteralExpression(node) || !text.endsWith("}")) return undefined;
  const entries = new Map<string, Expected>();
  for (const property of node.properties) {
    const value = ts.isPropertyAssignment(property) ? literalOf(property.initializer) : undefined;
    if (value === undefined || property.name === undefined || !("text" in property.name)) return undefined;
    entries.set(property.name.text, value);
  }
  return { kind: "object", entries };
};

const isComplete = (items: readonly (Expected | undefined)[]): items is readonly Expected[] =>
  items.every((item) => item !== undefined);

/**
 * Whether a value is what was written. Numbers agree within a millionth, which float32 keeps; cut ones and those
 * of four digits or more agree in the digits that are written.
 */
export const agrees = (expected: Expected, actual: unknown): boolean => {
  if (expected.kind === "number") return typeof actual === "number" && isNear(expected, actual);
  if (expected.kind === "other") return actual === expected.value;
  if (expected.kind === "list") return isSameList(expected.items, actual);
  const entries = new Map(Object.entries(Object(actual)));
  return (
    entries.size === expected.entries.size &&
    [...expected.entries].every(([name, value]) => agrees(value, entries.get(name)))
  );
};

const isSameList = (items: readonly Expected[], actual: unknown): boolean => {
  if (!Array.isArray(actual) && !ArrayBuffer.isView(actual)) return false;
  const list: unknown[] = Object.values(actual);
  return list.length === items.length && items.every((item, index) => agrees(item, list[index]));
};

const isNear = ({ text, isCut }: { text: string; isCut: boolean }, actual: number): boolean => {
  const wanted = Number(text);
  if (Math.abs(actual - wanted) <= 1e-6 * Math.max(Math.abs(wanted), 1e-6)) return true;
  const [digits, exponent = "0"] = text.replace("-", "").split("e");
  const [, decimals = ""] = digits.split(".");
  const significant = digits.replace(".", "").replace(/^0+/, "").length;
  const unit = 10 ** (Number(exponent) - decimals.length);
  if (isCut) return Math.abs(actual - wanted) < unit && Math.abs(actual) >= Math.abs(wanted);
  return decimals !== "" && significant >= 4 && Math.abs(actual - wanted) <= unit / 2;
};
