import ts from "typescript";
import { agrees, expectationOf } from "./expectation.ts";

/** Everything a program can use: modules by name, and names that are there without being imported. */
export interface Surroundings {
  readonly modules: Readonly<Record<string, object>>;
  readonly given: object;
}

/** Runs a program; returns what it says in comments and does not do, one sentence each. */
export const runProgram = async (source: string, { modules, given }: Surroundings): Promise<string[]> => {
  const file = ts.createSourceFile("program.ts", source, ts.ScriptTarget.Latest, true);
  const differences: string[] = [];
  const check = (line: string, comment: string, actual: unknown): void => {
    const expected = expectationOf(comment);
    if (expected === undefined || agrees(expected, actual)) return;
    differences.push(`${line} gives ${shown(actual)}, not ${comment}`);
  };
  const checkThrows = async (line: string, run: () => unknown): Promise<void> => {
    try {
      await run();
    } catch {
      return;
    }
    differences.push(`${line} does not throw`);
  };
  const script = ts.transpile(file.statements.map(rewritten).join("\n"), { target: ts.ScriptTarget.ES2023 });
  const names = Object.keys(given);
  const body = `return (async () => { ${script} })();`;
  const run = new Function("modules", "check", "checkThrows", "console", ...names, body);
  await run(modules, check, checkThrows, { log: () => undefined }, ...Object.values(given));
  return differences;
};

const shown = (value: unknown): string => (ArrayBuffer.isView(value) ? String(value) : (JSON.stringify(value) ?? ""));

/** A statement as it runs inside a function: imports take names from the given modules, commented values are checked. */
const rewritten = (statement: ts.Statement): string => {
  if (ts.isImportDeclaration(statement)) return importOf(statement);
  const text = statement.getText();
  if (!ts.isExpressionStatement(statement)) return text;
  const comment = commentAfter(statement);
  if (comment?.startsWith("throws")) {
    return `await checkThrows(${JSON.stringify(text)}, async () => { ${text} });`;
  }
  if (comment === undefined || expectationOf(comment) === undefined) return text;
  const value = printed(statement.expression) ?? statement.expression;
  return `check(${JSON.stringify(text)}, ${JSON.stringify(comment)}, ${value.getText()});`;
};

/** What console.log is asked to print, when that is one value. */
const printed = (expression: ts.Expression): ts.Expression | undefined => {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== "console.log") return undefined;
  return expression.arguments.length === 1 ? expression.arguments[0] : undefined;
};

const commentAfter = (statement: ts.Statement): string | undefined => {
  const text = statement.getSourceFile().getFullText();
  const [comment] = ts.getTrailingCommentRanges(text, statement.getEnd()) ?? [];
  return comment ? text.slice(comment.pos + 2, comment.end).trim() : undefined;
};

const importOf = ({ importClause, moduleSpecifier }: ts.ImportDeclaration): string => {
  const bindings = importClause?.namedBindings;
  if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword || !bindings) return "";
  const from = `modules[${moduleSpecifier.getText()}]`;
  if (ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = ${from};`;
  const names = bindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ name, propertyName }) => (propertyName ? `${propertyName.getText()}: ${name.text}` : name.text));
  return `const { ${names.join(", ")} } = ${from};`;
};
