/** Small pictures of a person's open work, so that they are there without a network (C8). */
import type { DecideContext } from "../../core/workflow/decision";
import type { ReplicaDatabase } from "../replica/database";
import { readLines } from "../replica/lines";
import { myWork } from "../views/my-work";
import { fetchPreview } from "./previews";
import { readAttachments } from "./view";

/** Tickets looked at, and pictures fetched at one time. */
const ticketsMax = 30;
const picturesMax = 60;

/** Of what waits for this person and what they opened; the newest lines first. Throws what fetch throws. */
export async function prefetchPreviews(
  db: ReplicaDatabase,
  context: DecideContext,
  isStopped: () => boolean,
): Promise<void> {
  const { waitingForMe, mine } = await myWork(db, context, ticketsMax);
  const tickets = new Set([...waitingForMe, ...mine].map(({ id }) => id));
  let fetched = 0;
  for (const id of [...tickets].slice(0, ticketsMax)) {
    const lines = await readLines(db, id);
    const attachments = lines.flatMap(({ details }) => details.attachments ?? []).reverse();
    for (const { attachment, isFetchable } of await readAttachments(db, attachments)) {
      if (!isFetchable) continue;
      if (isStopped() || fetched === picturesMax) return;
      fetched += 1;
      await fetchPreview(db, { id: attachment.id, ticketId: id }, context.now);
    }
  }
}
