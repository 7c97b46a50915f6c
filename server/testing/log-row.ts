/** Rows of the ServiceNow log for tests: one that can be read, changed where a test says so. */
import { type LogRow, readLogRow } from "../import/service-now/log-reader";

export const logFields = {
  number: "0000047",
  ident_state: "New",
  opened_by: "397",
  opened_at: "29/2/2016 04:40",
  sys_updated_by: "746",
  sys_updated_at: "29/2/2016 04:57",
  location: "165",
  category: "40",
  subcategory: "215",
  u_symptom: "471",
  impact: "2",
  urgency: "2",
  assignment_group: "70",
  assigned_to: "?",
  resolved_by: "81",
};

export function logRow(change: Partial<Record<string, string>>): LogRow {
  const read = readLogRow({ ...logFields, ...change } as Record<string, string>, 2);
  if ("reason" in read) throw new Error(read.reason);
  return read;
}
