import type { ReplicaDatabase } from "./replica/database";
import { troubleOf } from "./storage-trouble";

/**
 * What a person did goes before small pictures of what is at the server (C8): where there is no room, those make it, and
 * it is tried once more. Throws what `work` throws.
 */
export async function withRoom<Result>(db: ReplicaDatabase, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (troubleOf(error) !== "full" || (await db.previews.count()) === 0) throw error;
    await db.previews.clear();
    return work();
  }
}
