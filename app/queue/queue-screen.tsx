import { useState } from "react";
import { Link } from "wouter";
import type { QueueEntry } from "../../client/replica/rows";
import { readQueue } from "../../client/views/queue";
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Ticket } from "../../core/tickets/ticket";
import { AttachmentStrip } from "../attachments/attachment-strip";
import { WaitingFiles } from "../attachments/waiting-files";
import { useNow, useTexts } from "../locale/locale";
import { agoText, momentText } from "../locale/time-text";
import { useGenba, useSyncState } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { UnusedShares } from "../shared/unused-shares";
import { spokenWords } from "../tickets/spoken-words";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { Tag } from "../ui/tag";
import { exportQueueFile } from "./export-file";
import { ImportButton } from "./import-button";
import css from "./queue-screen.module.css";
import { type QueueTexts, queueTexts } from "./queue-texts";
import { canTakeBack } from "./take-back";

/** 待同步: each saved action that has not left yet, oldest first; nothing here can be lost without being seen. */
export function QueueScreen({ onBack }: { onBack: () => void }) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const entries = useLive(() => readQueue(genba.db), [genba]);
  const files = useLive(() => genba.db.attachments.orderBy("actionId").count(), [genba]);
  const sync = useSyncState();
  const tickets = useLive(async () => {
    const ids = (entries ?? []).map((entry) => entry.action.ticketId);
    const rows = await genba.db.tickets.bulkGet(ids);
    return new Map(rows.filter((row) => row !== undefined).map((row) => [row.id, row.ticket]));
  }, [genba, entries]);
  const [takingBack, setTakingBack] = useState<QueueEntry | null>(null);
  const count = entries?.length ?? 0;
  return (
    <Screen
      title={queueTexts[locale].title}
      onBack={onBack}
      foot={
        count + (files ?? 0) > 0 ? (
          <>
            <Button
              kind="main"
              wide
              disabled={sync.tag === "pushing"}
              onClick={() => genba.sync.kick("user")}
            >
              <Icon name="send" size={20} />
              {sync.tag === "pushing" ? t.net.sending : queueTexts[locale].send}
            </Button>
            <Button wide onClick={() => void exportQueueFile(genba)}>
              <Icon name="file" size={20} />
              {queueTexts[locale].export}
            </Button>
          </>
        ) : null
      }
    >
      {count > 0 ? (
        <>
          <p className={css.why}>
            {queueTexts[locale].why}
            {"SyncManager" in window ? null : queueTexts[locale].onlyOpen}
          </p>
          <Section title={t.tag.waiting} count={count}>
            {entries?.map((entry) => {
              const ticket = tickets?.get(entry.action.ticketId);
              const takeBack = canTakeBack(entry, entries) ? () => setTakingBack(entry) : null;
              return (
                <Entry
                  key={entry.actionId}
                  entry={entry}
                  sending={sync.tag === "pushing" && entry.attempted}
                  number={ticket ? numberText(ticket.flow, ticket.number, ticket.id) : null}
                  title={ticket?.title ?? entry.title}
                  label={labelOf(t, entry, ticket)}
                  onTakeBack={takeBack}
                />
              );
            })}
          </Section>
        </>
      ) : null}
      <WaitingFiles />
      <UnusedShares />
      {entries && count === 0 && files === 0 ? (
        <EmptyState title={queueTexts[locale].empty} hint={queueTexts[locale].emptyHint} />
      ) : null}
      <ImportButton />
      {takingBack ? (
        <TakeBackSheet
          entry={takingBack}
          label={labelOf(t, takingBack, tickets?.get(takingBack.action.ticketId))}
          onClose={() => setTakingBack(null)}
        />
      ) : null}
    </Screen>
  );
}

function labelOf(t: Messages, { action }: QueueEntry, ticket: Ticket | undefined): string {
  return actionLabel(t, action.type, ticket?.flow ?? action.args.flow ?? "incident", null);
}

interface TakeBackProps {
  readonly entry: QueueEntry;
  readonly label: string;
  readonly onClose: () => void;
}

/** Asked about once: what is taken back is deleted. */
function TakeBackSheet({ entry, label, onClose }: TakeBackProps) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const takeBack = async () => {
    try {
      const discarded = await genba.discard(entry.actionId);
      announce(
        discarded === "maybeSent" ? queueTexts[locale].maybeSent : queueTexts[locale].takenBack(label),
      );
    } catch {
      announce(t.form.failed);
    }
    onClose();
  };
  const words = spokenWords(entry.action.args, t);
  return (
    <Sheet
      title={queueTexts[locale].takeBack}
      onClose={onClose}
      foot={
        <Button kind="alarm" wide onClick={() => void takeBack()}>
          {queueTexts[locale].takeBack}
        </Button>
      }
    >
      <p>{queueTexts[locale].takeBackSure(label)}</p>
      {words ? <p className={css.words}>{words}</p> : null}
      {entry.action.args.attachments?.length ? (
        <AttachmentStrip attachments={entry.action.args.attachments} ticketId={entry.action.ticketId} />
      ) : null}
    </Sheet>
  );
}

interface EntryProps {
  readonly entry: QueueEntry;
  readonly sending: boolean;
  readonly number: string | null;
  readonly title: string;
  readonly label: string;
  /** Null: it may be sent already, or others stand on it. */
  readonly onTakeBack: (() => void) | null;
}

function Entry({ entry, sending, number, title, label, onTakeBack }: EntryProps) {
  const { t, locale } = useTexts();
  const now = useNow();
  const { occurredAt } = entry.action;
  return (
    <div className={css.entry}>
      <span className={css.edge} aria-hidden="true" />
      <Link href={`/tickets/${entry.action.ticketId}`} className={css.main}>
        <b>{label}</b>
        <span className={css.title}>
          {number ? <span className={css.number}>{number}</span> : null} {title}
        </span>
        <span className={css.meta}>
          <Tag tone="wait">{stateText(queueTexts[locale], entry, sending)}</Tag> {t.time.field}{" "}
          {momentText(locale, occurredAt, now)}
        </span>
      </Link>
      <span className={css.end}>
        <span className={css.age}>{agoText(t, now - entry.savedAt)}</span>
        {onTakeBack ? (
          <button type="button" className={css.back} aria-haspopup="dialog" onClick={onTakeBack}>
            {queueTexts[locale].takeBack}
          </button>
        ) : null}
      </span>
    </div>
  );
}

function stateText(texts: QueueTexts, entry: QueueEntry, sending: boolean): string {
  if (entry.state.tag === "decided") return entry.state.outcome.kind === "held" ? texts.held : texts.answered;
  return sending ? texts.sending : texts.waiting;
}
