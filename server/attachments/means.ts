/** What the edges of attachments work with. */
import { statfs } from "node:fs/promises";
import { type Auth, auth } from "../auth/auth";
import { type Database, database } from "../db";
import { readSettings } from "../settings";
import { type BucketSettings, readBucketSettings } from "./bucket-settings";
import { createStore } from "./create-store";
import { foldersIn } from "./folders";
import { createPartials, type Partials } from "./partials";
import type { AttachmentStore } from "./store";

export type Means = {
  readonly database: Database;
  readonly auth: Auth;
  readonly origin: string;
  readonly store: AttachmentStore;
  readonly partials: Partials;
  /** Of the disk that uploads go to, bytes. */
  readonly readFreeBytes: () => Promise<number>;
};

let own: Means | undefined;

/** What this process has. */
export function ownMeans(): Means {
  if (own === undefined) {
    const { origin, dataFolder } = readSettings();
    own = { database: database(), auth: auth(), origin, ...keepIn(dataFolder, readBucketSettings()) };
  }
  return own;
}

/** Uploads under way are on this disk, whatever the store is. */
export function keepIn(
  dataFolder: string,
  bucket: BucketSettings | null,
): Pick<Means, "store" | "partials" | "readFreeBytes"> {
  const folders = foldersIn(dataFolder);
  return {
    store: createStore(dataFolder, bucket),
    partials: createPartials(folders.partials),
    readFreeBytes: async () => {
      const { bavail, bsize } = await statfs(folders.partials);
      return bavail * bsize;
    },
  };
}
