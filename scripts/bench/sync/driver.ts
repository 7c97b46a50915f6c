/**
 * What a page of each contender can do, as `bench` of its window. Times are ms. The peers' pages are plain JavaScript
 * (peers/*.page.mjs), bundled against packages that are not ours; they keep to this by hand.
 */
export interface FirstSync {
  /** Until the first rows could be shown. */
  readonly firstMs: number;
  readonly completeMs: number;
  readonly rows: number;
}

export interface SyncDriver {
  /** Whatever comes before the first request that counts: sign-in, the names of group and person. */
  prepare(phone: { readonly name: string; readonly group: string }): Promise<void>;
  /** From empty storage; stays open, and live when `live`. */
  firstSync(options: { readonly live: boolean }): Promise<FirstSync>;
  /** The ids of `count` rows to edit, the same at each call. */
  ids(count: number): Promise<readonly string[]>;
  /** Saves one edit of the title of each, one after the other; how long that took. */
  edit(ids: readonly string[], title: string): Promise<number>;
  /** The network is back: until every edit is confirmed and none waits. */
  drain(): Promise<number>;
  /** Asks for what changed until nothing is new. */
  catchUp(): Promise<number>;
  /** How many rows carry the title. */
  count(title: string): Promise<number>;
  /** Saves one edit; the wall clock before it. */
  editOne(id: string, title: string): Promise<number>;
  /** Resolves with the wall clock when the row shows the title. */
  shows(id: string, title: string): Promise<number>;
  /** Nothing waits and nothing runs in the background. */
  settle(): Promise<void>;
  /** Closes and deletes what is stored. */
  reset(): Promise<void>;
}

declare global {
  var bench: SyncDriver;
}
