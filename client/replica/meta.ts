/**
 * Single rows beside the tables of the replica, each under its key.
 *
 * client    this installation's numbering: seq is given inside a transaction from `nextSeq` (C3)
 * cursor    where the next pull starts; absent while the replica is being filled
 * filling   the first sync or a rebuild under way (R4, R5); absent otherwise
 * clock     newest measured offset to the server's clock (T1)
 * digest    when the two sides were compared last (R6)
 * directory counts its changes, so that other tabs know when their copy in memory is old
 * madeBehind  the worker found no replica and made this one; the next window says so (C7)
 * taken     parts of what was shared that are in a form of this account, though not yet deleted where they came from
 */
import type { ClientId, Epoch, EpochMs } from "../../core/ids";
import type { PagePosition } from "../../core/sync/protocol";
import type { ReplicaDatabase } from "./database";

export interface ClientMeta {
  readonly key: "client";
  readonly clientId: ClientId;
  /** How many numberings came before this one on this phone (A7); orders seqs of different numberings. */
  readonly numbering: number;
  readonly nextSeq: number;
  /** The server has answered up to here; sending goes on from the next. Falls back on a gap or a lost answer. */
  readonly answeredSeq: number;
  /** Highest seq that a pull taken in has covered: it is in the confirmed rows and replays no more. */
  readonly coveredSeq: number;
}
export interface CursorMeta {
  readonly key: "cursor";
  readonly epoch: Epoch;
  readonly cursor: number;
  readonly scopeHash: string;
  readonly pulledAt: EpochMs;
}
export interface FillingMeta {
  readonly key: "filling";
  /** Rows of an older generation did not come again and go at the end. */
  readonly generation: number;
  readonly position: PagePosition | null;
  /** The FIRST page's counter: the pull starts there when the pages are in. Null until that page is in. */
  readonly noted: { readonly epoch: Epoch; readonly cursor: number; readonly scopeHash: string } | null;
  readonly done: number;
  readonly total: number;
}
export interface GenerationMeta {
  readonly key: "generation";
  readonly generation: number;
}
export interface ClockMeta {
  readonly key: "clock";
  /** Server clock minus device clock, ms. */
  readonly offsetMs: number;
  /** The device's wall clock at the sample. */
  readonly sampledAt: EpochMs;
}
export interface DirectoryMeta {
  readonly key: "directory";
  readonly version: number;
}
export interface SearchMeta {
  readonly key: "search";
  /** Terms are made by these rules; another number means index anew. */
  readonly rules: number;
}

export interface DigestMeta {
  readonly key: "digest";
  /** The device's wall clock when the two sides were compared last (R6). */
  readonly checkedAt: EpochMs;
  /**
   * `suspected`: they differed once, and are compared again; `diverged`: twice, so the replica was filled anew;
   * `unmended`: even then.
   */
  readonly found: "same" | "suspected" | "diverged" | "unmended";
}

/** See client/shared/take.ts. */
export interface TakenMeta {
  readonly key: "taken";
  readonly ids: readonly string[];
}

/** The worker made this replica, as there was none: no window has told anybody (C7). */
export interface MadeBehindMeta {
  readonly key: "madeBehind";
}

export type MetaRow =
  | ClientMeta
  | CursorMeta
  | FillingMeta
  | GenerationMeta
  | ClockMeta
  | DirectoryMeta
  | SearchMeta
  | DigestMeta
  | TakenMeta
  | MadeBehindMeta;

/** All of them in one question to the disk. */
export function readMeta(db: ReplicaDatabase): Promise<readonly MetaRow[]> {
  return db.meta.toArray();
}

export function metaOf<Key extends MetaRow["key"]>(
  rows: readonly MetaRow[],
  key: Key,
): Extract<MetaRow, { readonly key: Key }> | undefined {
  return rows.find((row): row is Extract<MetaRow, { readonly key: Key }> => row.key === key);
}

/** The rows of a filling that has just begun. */
export function beginFilling(generation: number): readonly [GenerationMeta, FillingMeta] {
  return [
    { key: "generation", generation },
    { key: "filling", generation, position: null, noted: null, done: 0, total: 0 },
  ];
}

const seqsPerNumbering = 2 ** 32;
/** One ordered number for "seq of this numbering": a row confirmed under an older numbering covers nothing of a newer. */
export function orderOf(client: ClientMeta, seq: number): number {
  return client.numbering * seqsPerNumbering + seq;
}
