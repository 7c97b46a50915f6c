/**
 * Import of CSV (docs/decisions/0045-import-and-export.md): what a file may hold and what is said about it. A file is
 * brought in as a whole or not at all; a trial tells the same and changes nothing.
 */
import type { ReturnCode } from "../sync/protocol";

export const importKinds = ["people", "groups", "assets", "tickets"] as const;
export type ImportKind = (typeof importKinds)[number];

/** By kind its columns, in the order of the template; those in `required` must be there and filled. */
export const importColumns = {
  people: { required: ["email", "name"], optional: ["role"] },
  groups: { required: ["name"], optional: ["parent", "owns_incidents", "leads", "members"] },
  assets: { required: ["tag", "name", "site"], optional: ["location", "group", "active", "depends_on"] },
  tickets: {
    required: ["reference", "kind", "title", "opener", "opened_at"],
    optional: [
      "description",
      "category",
      "impact",
      "urgency",
      "site",
      "assets",
      "reported_by",
      "group",
      "holder",
      "assigned_at",
      "outcome",
      "closed_at",
      "closed_by",
      "closure_code",
      "notes",
      "restored_at",
      "analysis",
      "root_cause",
      "workaround",
      "permanent_fix",
      "why_not_eradicated",
      "review_date",
      "risk",
      "why_urgent",
    ],
  },
} as const satisfies Readonly<
  Record<ImportKind, { readonly required: readonly string[]; readonly optional: readonly string[] }>
>;

/**
 * file       it is no CSV that can be read, from that line on       encoding   it is not UTF-8
 * columns    a column is missing, twice there, or none of this kind  width      the row has more or fewer than the header
 * empty      a needed value is missing       invalid   it is none of the values that are possible here
 * tooLong    over the bound of that value    twice     an earlier row of the file has the same
 * unknown    there is nobody and nothing of that name, or it is not active       ambiguous   there are several
 * notStaff   who opens tickets only cannot belong to a group     role   a role is changed on the page of the person
 * order      a time before the one that it must follow           future   a time that is yet to come
 * needs      the outcome, holder or kind asks for this value      workflow   `refusal` says why no ticket can be like it
 * taken      another ticket came in under this reference      full   a group would have too many members
 * relations  the asset would depend on too many others, with those it depends on already
 * leftOut    a row of a log that no log has: it says nothing, and the rest is read without it
 * noLead     the group has no active lead     notMember   who has an open ticket belongs to its group
 */
export type RowProblemCode =
  | "file"
  | "encoding"
  | "columns"
  | "width"
  | "empty"
  | "invalid"
  | "tooLong"
  | "twice"
  | "unknown"
  | "ambiguous"
  | "notStaff"
  | "role"
  | "order"
  | "future"
  | "needs"
  | "workflow"
  | "leftOut"
  | "taken"
  | "full"
  | "relations"
  | "noLead"
  | "notMember";

export interface RowProblem {
  /** Of the file, from 1; the header is the first. A row of several lines has its last. */
  readonly line: number;
  /** Null: the row as a whole. */
  readonly column: string | null;
  readonly code: RowProblemCode;
  /** What stood there, cut to `problemValueMax`. */
  readonly value: string;
  readonly refusal?: ReturnCode;
}
export const problemValueMax = 120;
/** Problems that are named; the others are counted. */
export const problemsShown = 200;

export interface ImportReport {
  readonly kind: ImportKind;
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  /** They are there as the file has them; tickets: brought in before. */
  readonly unchanged: number;
  readonly problems: readonly RowProblem[];
  readonly problemCount: number;
  /** Rows that were left out and kept nothing else from coming in. */
  readonly notes: readonly RowProblem[];
  /** False: a trial, or there are problems, and nothing was changed. */
  readonly isStored: boolean;
}

/** What the server says while it works, one a line; the last is a report or a refusal. */
export type ImportLine =
  | { readonly kind: "progress"; readonly rows: number }
  | { readonly kind: "report"; readonly report: ImportReport }
  | { readonly kind: "refused"; readonly code: string };

/** Bytes of a file as it is sent, gzip or not; and of what it holds. */
export const importFileMaxBytes = 32 * 1024 * 1024;
export const importTextMaxBytes = 256 * 1024 * 1024;
export const importRowsMax: Readonly<Record<ImportKind, number>> = {
  people: 20_000,
  groups: 5_000,
  assets: 50_000,
  tickets: 300_000,
};
