/** Files brought in by a test desk's administrator, and what was said of them. */
import { randomUUID } from "node:crypto";
import type { ImportKind, ImportReport } from "../../core/import/import";
import { importFile } from "../import/import";
import type { Desk } from "./desk";

type More = { readonly isTrial?: boolean; readonly id?: string };
export type Bring = (kind: ImportKind, file: string | Uint8Array, more?: More) => Promise<ImportReport>;

export function bringInto({ database, admin }: Desk): Bring {
  return (kind, file, { isTrial = false, id = randomUUID() } = {}) => {
    const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
    return importFile(
      database,
      admin,
      { id, kind, fileName: `${kind}.csv`, isTrial },
      bytes,
      () => undefined,
    );
  };
}

export const saidOf = ({ problems }: ImportReport) =>
  problems.map(({ line, column, code, value }) => [line, column, code, value]);
