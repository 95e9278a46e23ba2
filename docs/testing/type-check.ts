import { dirname, join } from "node:path";
import ts from "typescript";

/** What the type checker objects to in sources that are not on disk, by the path each would have. */
export const typeErrors = (sources: ReadonlyMap<string, string>, root: string): string[] => {
  const config = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, files: [] }, ts.sys, root);
  const checked = { ...options, noEmit: true, noUnusedLocals: false, rewriteRelativeImportExtensions: false };
  const host = ts.createCompilerHost(checked);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, language) => {
    const text = sources.get(path);
    return text === undefined ? getSourceFile(path, language) : ts.createSourceFile(path, text, language);
  };
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.getCurrentDirectory = () => root;
  const program = ts.createProgram([...sources.keys()], checked, host);
  return [...sources.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map(({ messageText, start = 0 }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      const place = path.slice(dirname(root).length + 1);
      return `${place}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
};
