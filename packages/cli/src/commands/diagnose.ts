import { Argument, Command, Option } from "commander";
import { describeFinding, type Finding, findingsOf, showEvidence } from "thalweg/diagnosis";
import { diagnosisFigures } from "../diagnosis/figures.ts";
import { observedRun } from "../diagnosis/observed-run.ts";
import { runNamed } from "../journal/find-runs.ts";
import { typedLine } from "../options/typed-line.ts";
import type { Section } from "../pictures/report-page.ts";
import { terminalOf } from "../pictures/terminal-picture.ts";
import { checkPictures, type PictureOptions, pictureOptions, writePictures } from "../pictures/write-pictures.ts";
import { lineWidth } from "../report/entry.ts";
import { plural } from "../report/numbers.ts";
import type { Surroundings } from "../surroundings.ts";

const description = `Looks at a run that was trained, also one that failed or is still going on, and says what is wrong with it: each \
finding with its evidence, what to do, and a page to read.`;

const details = [
  "",
  "Examples:",
  "  $ thalweg diagnose runs/2026-01-31-garments-mlp-1",
  "  $ thalweg diagnose runs/2026-01-31-garments-mlp-1 --report diagnosis.html",
].join("\n");

/** All findings in words; the likeliest cause first. */
export const findingsText = (findings: readonly Finding[], width: number): readonly string[] => {
  if (findings.length === 0) return ["nothing wrong was found"];
  const head = `${plural(findings.length, "finding")}${findings.length > 1 ? ", the likeliest cause first" : ""}`;
  return [head, ...findings.flatMap((finding) => ["", ...describeFinding(finding, width)])];
};

/** A finding as a part of a report: what was seen, and what to do, as a table. */
const sectionOf = (finding: Finding): Section => {
  const { severity, id, sentence, follows, evidence, remedies, page } = finding;
  const head = { heading: `${severity}: ${id}`, text: `${sentence} More: ${page}` };
  if (follows !== undefined)
    return { ...head, text: `${sentence} Most likely brought about by ${follows}. More: ${page}` };
  const rows = [...evidence.map((each) => ["seen", showEvidence(each)]), ...remedies.map((remedy) => ["try", remedy])];
  return { ...head, table: { head: ["", ""], rows } };
};

/** `thalweg diagnose <run>` */
export const diagnoseCommand = (surroundings: Surroundings): Command => {
  const command = new Command("diagnose")
    .summary("says why a run does not train")
    .description(description)
    .addArgument(new Argument("<run>", "the folder of a run, or its name in runs"))
    .addHelpText("after", details);
  for (const each of pictureOptions()) command.addOption(each);
  command.addOption(new Option("--json", "end with one line of JSON on stdout; everything else goes to stderr"));
  return command.action(async (named: string, given: PictureOptions & { readonly json?: boolean }) => {
    await checkPictures(given);
    const folder = await runNamed("diagnose", named);
    const { run, seen } = await observedRun(folder);
    const findings = findingsOf(seen);
    const { out, err } = surroundings;
    const columns = lineWidth(out);
    const figures = diagnosisFigures(seen, findings);
    const [loss] = figures;
    const made = seen.steps.at(-1)?.step ?? 0;
    const about = `${folder}: ${run.status}, ${plural(made, "update")}${run.reason === undefined ? "" : `; ${run.reason}`}`;
    const lines = [
      about,
      "",
      ...(loss ? [...terminalOf(loss, { columns, rows: 12 }), ""] : []),
      ...findingsText(findings, columns),
    ];
    (given.json ? err : out).write(`${lines.join("\n")}\n`);
    const told = findings.map(sectionOf);
    const sections = [...told, ...figures.map((figure) => ({ figure }))];
    const files = await writePictures(
      given,
      { title: "Diagnosis of a run", command: typedLine(command), about, sections },
      surroundings,
    );
    if (given.json)
      out.write(`${JSON.stringify({ run: folder, status: run.status, updates: made, findings, files })}\n`);
  });
};
