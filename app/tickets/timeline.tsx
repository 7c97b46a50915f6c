import { Suspense } from "react";
import type { TicketId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { useParts } from "../parts";
import { Tag } from "../ui/tag";
import css from "./timeline.module.css";
import type { TimelineLine } from "./timeline-view";

interface Props {
  readonly ticketId: TicketId;
  readonly lines: readonly TimelineLine[];
}

/** What happened, newest first; what is only on this phone is hatched. */
export function Timeline({ ticketId, lines }: Props) {
  const { t } = useTexts();
  const { AttachmentStrip } = useParts();
  return (
    <ol className={css.time}>
      {lines.map((line) => (
        <li key={line.id} data-sync={line.waiting ? "waiting" : undefined} data-kept={line.kept || undefined}>
          <p>
            <b>{line.who}</b> {line.what} {line.waiting ? <Tag tone="wait">{t.tag.waiting}</Tag> : null}
          </p>
          {line.text ? <p className={css.text}>{line.text}</p> : null}
          {line.attachments.length > 0 ? (
            <Suspense fallback={<div className={css.coming} />}>
              <AttachmentStrip attachments={line.attachments} ticketId={ticketId} />
            </Suspense>
          ) : null}
          <small>{line.when}</small>
        </li>
      ))}
    </ol>
  );
}
