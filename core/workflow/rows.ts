/**
 * Every row of WORKFLOWS.md, one for each flow, stage and action. The same rows judge an action (decide.ts), draw the
 * buttons (available.ts) and print the table (`npm run workflow`).
 */
import type { Row } from "./row";
import { changeRows } from "./rows-change";
import { incidentRows } from "./rows-incident";
import { problemRows } from "./rows-problem";

export const rows: readonly Row[] = [...incidentRows, ...problemRows, ...changeRows];
