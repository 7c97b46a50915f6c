/** `npm run workflow`: the rows of the workflow as tab-separated text on stdout. */
import { printRows } from "../core/workflow/row";
import { rows } from "../core/workflow/rows";

process.stdout.write(printRows(rows));
