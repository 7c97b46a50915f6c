/** What the edges of attachments work with. */
import { statfs } from "node:fs/promises";
import { type Auth, auth } from "../auth/auth";
import { type Database, database } from "../db";
import { readSettings } from "../settings";
import { createFolderStore } from "./folder-store";
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
    own = { database: database(), auth: auth(), origin, ...keepIn(dataFolder) };
  }
  return own;
}

export function keepIn(dataFolder: string): Pick<Means, "store" | "partials" | "readFreeBytes"> {
  const folders = foldersIn(dataFolder);
  return {
    store: createFolderStore(folders.store),
    partials: createPartials(folders.partials),
    readFreeBytes: async () => {
      const { bavail, bsize } = await statfs(folders.partials);
      return bavail * bsize;
    },
  };
}
