/** Lets Node run TypeScript files, which it does by itself only from version 22.18 on. */
import { readFile } from "node:fs/promises";
import ts from "typescript";

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  inlineSourceMap: true,
};

/**
 * Node's hook for reading a module.
 *
 * @type {import("node:module").LoadHook}
 */
export const load = async (url, context, next) => {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
  const text = await readFile(new URL(url), "utf8");
  const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: url });
  return { format: "module", source: outputText, shortCircuit: true };
};
