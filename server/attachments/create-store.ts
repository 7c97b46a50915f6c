/** Where stored attachments lie: the one choice, for the web server and for the job process. */
import type { BucketSettings } from "./bucket-settings";
import { createFolderStore } from "./folder-store";
import { foldersIn } from "./folders";
import { createS3Store } from "./s3-store";
import type { AttachmentStore } from "./store";

/** `bucket` null: in the data folder. */
export function createStore(dataFolder: string, bucket: BucketSettings | null): AttachmentStore {
  return bucket === null ? createFolderStore(foldersIn(dataFolder).store) : createS3Store(bucket);
}
