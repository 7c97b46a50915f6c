/** `npm run workflow:docs`: docs/WORKFLOW.md from the rows; with `--check` only says whether it is stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { zhTW } from "../core/messages/zh-tw";
import { printRows, type Row } from "../core/workflow/row";
import { rows } from "../core/workflow/rows";
import { flows } from "../core/workflow/vocabulary";
import { Failure, runCommand } from "./failure";

const path = "docs/WORKFLOW.md";

await runCommand(async () => {
  const text = describeWorkflow();
  if (!process.argv.includes("--check")) return writeFileSync(path, text);
  if (readFileSync(path, "utf8") !== text)
    throw new Failure(`${path} is stale: run \`npm run workflow:docs\`.`);
});

function describeWorkflow(): string {
  const sections = flows.map((flow) => {
    const own = rows.filter((row) => row.flow === flow);
    return [`## ${zhTW.flow[flow]} ${flow}`, "", ...table(own), ""].join("\n");
  });
  return [
    "# Workflow",
    "",
    "Generated from the rows in `core/workflow/rows*.ts` by `npm run workflow:docs`; do not edit. The same rows draw the",
    "buttons and judge what phones send. A condition stands in brackets. Told: everyone who is told by the action or by",
    "the entry into a stage that it causes; S is fixed by the source, X is what its users would expect beside it.",
    "",
    ...sections,
  ].join("\n");
}

function table(own: readonly Row[]): readonly string[] {
  const [, ...lines] = printRows(own).trimEnd().split("\n");
  const cells = lines.map((line) => line.split("\t").slice(1));
  return [
    "| from | action | to | who | needs | told | source |",
    "|---|---|---|---|---|---|---|",
    ...cells.map(
      (line) => `| ${line.map((cell) => cell.replaceAll("|", "\\|").replaceAll(",", ", ")).join(" | ")} |`,
    ),
  ];
}
