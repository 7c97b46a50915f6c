/** The photos and files of one line of a timeline. */
import { useEffect, useState } from "react";
import { fetchPreview, markUsed } from "../../client/attachments/previews";
import { readAttachments } from "../../client/attachments/view";
import type { Attachment } from "../../core/attachments/attachment";
import type { AttachmentId, TicketId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { useGenba, useSyncState } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { attachmentTexts } from "./attachment-texts";
import css from "./attachments.module.css";
import { Tile } from "./tile";
import { Viewer } from "./viewer";

export interface AttachmentStripProps {
  readonly attachments: readonly Attachment[];
  /** Null: of a ticket that is not opened yet. */
  readonly ticketId: TicketId | null;
}

export function AttachmentStrip({ attachments, ticketId }: AttachmentStripProps) {
  const { locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  const views = useLive(() => readAttachments(genba.db, attachments), [genba, attachments]);
  const [open, setOpen] = useState<AttachmentId | null>(null);
  usePreviews(ticketId, views ?? []);
  const opened = views?.find(({ attachment }) => attachment.id === open);
  return (
    <ul className={css.strip} aria-label={texts.label}>
      {views?.map((view) => {
        const { id, name } = view.attachment;
        return (
          <li key={id}>
            <button type="button" className={css.tap} aria-haspopup="dialog" onClick={() => setOpen(id)}>
              <span data-only="screen-reader">{texts.open(name)} </span>
              <Tile view={view} />
            </button>
          </li>
        );
      })}
      {opened ? <Viewer view={opened} onClose={() => setOpen(null)} /> : null}
    </ul>
  );
}

/** What is on the screen and not here is asked for, when there is a network; what is here is marked as used. */
function usePreviews(ticketId: TicketId | null, views: Awaited<ReturnType<typeof readAttachments>>): void {
  const genba = useGenba();
  const isOnline = useSyncState().tag === "idle";
  const missing = views.filter(({ isFetchable }) => isFetchable).map(({ attachment }) => attachment.id);
  const present = views.flatMap(({ attachment, preview }) => (preview === null ? [] : attachment.id));
  const asked = missing.join(" ");
  const seen = present.join(" ");
  useEffect(() => {
    if (!isOnline || asked === "" || ticketId === null) return;
    let current = true;
    const fetchAll = async () => {
      for (const id of asked.split(" ")) {
        if (current) await fetchPreview(genba.db, { id: id as AttachmentId, ticketId }, Date.now());
      }
    };
    // Out of reach: the next change of the sync state asks again.
    fetchAll().catch(() => {});
    return () => {
      current = false;
    };
  }, [genba, isOnline, asked, ticketId]);
  useEffect(() => {
    for (const id of seen.split(" "))
      if (id !== "") markUsed(genba.db, id as AttachmentId, Date.now()).catch(() => {});
  }, [genba, seen]);
}
