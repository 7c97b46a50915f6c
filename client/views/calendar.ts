/** Changes with a window, as this phone holds them. */
import Dexie from "dexie";
import { type CalendarChange, calendarChangeOf } from "../../core/calendar/calendar";
import type { ReplicaDatabase } from "../replica/database";

/** Every one, closed ones too, in no order. */
export async function calendarChanges(db: ReplicaDatabase): Promise<readonly CalendarChange[]> {
  const lists = await Promise.all(
    (["standard", "normal", "emergency"] as const).map((flow) =>
      db.tickets
        .where("[flow+open+recent]")
        .between([flow, Dexie.minKey, Dexie.minKey], [flow, Dexie.maxKey, Dexie.maxKey])
        .toArray(),
    ),
  );
  return lists.flat().flatMap(({ ticket }) => calendarChangeOf(ticket) ?? []);
}
