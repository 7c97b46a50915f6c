/** One product under measurement: its page, its server and what the bench does to that server's data behind its back. */

export type ContenderName = "us" | "rxdb" | "replicache" | "pouchdb";

/** Tickets of one group; a phone holds its person's group and nothing else. */
export interface Fill {
  readonly group: string;
  readonly rows: number;
}

export interface Contender {
  readonly name: ContenderName;
  /** Packages with versions, and the settings that were chosen, for the report. */
  readonly about: string;
  /** The page's script, bundled. */
  readonly script: string;
  /** Where its server listens. */
  readonly port: number;
  fill(fill: Fill): Promise<void>;
  /** Gives the title to the first `count` tickets of the group, one transaction each. */
  change(group: string, count: number, title: string): Promise<void>;
  /** `count` changes of other groups' tickets, as the server would have recorded them; null: it records none. */
  addUnseenChanges: ((count: number) => Promise<void>) | null;
  /** The most rows that it is filled to. */
  readonly rowsMax: number;
  stop(): Promise<void>;
}

export const titleOf = (n: number): string => `Water under the UPS in room ${n}`;
export const description =
  "Seen at the evening round: the drip tray is full, the floor is wet up to rack B4, no alarm yet.";
