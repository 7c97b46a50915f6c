import { Link } from "wouter";
import { listNotices } from "../../client/views/inbox";
import { useNow, useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import css from "./inbox-screen.module.css";
import { inboxTexts } from "./inbox-texts";
import { type InboxItem, inboxDays } from "./inbox-view";

/** 通知: what I was told, newest first, also offline. A tap opens the ticket; that is reading it. */
export function InboxScreen({ onBack }: { onBack: () => void }) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const now = useNow();
  const rows = useLive(() => listNotices(genba.db), [genba]);
  const texts = inboxTexts[locale];
  const unread = rows?.filter((row) => row.unread === 1).length ?? 0;
  return (
    <Screen
      title={t.nav.inbox}
      side={unread > 0 ? t.nav.unread(unread) : null}
      onBack={onBack}
      foot={
        unread > 0 ? (
          <Button wide onClick={() => void genba.readAllNotices()}>
            {texts.readAll}
          </Button>
        ) : null
      }
    >
      {inboxDays(rows ?? [], { locale, t, texts, now }).map(({ key, label, items }) => (
        <Section key={key} title={label}>
          {items.map((item) => (
            <NoticeLine key={item.id} item={item} unreadText={texts.unread} />
          ))}
        </Section>
      ))}
      {rows?.length === 0 ? <EmptyState title={texts.empty} hint={texts.emptyHint} /> : null}
      {rows !== undefined && rows.length > 0 ? <p className={css.age}>{texts.age}</p> : null}
    </Screen>
  );
}

/** Unread is a filled mark, heavier words, and said to who cannot see either. */
function NoticeLine({ item, unreadText }: { item: InboxItem; unreadText: string }) {
  const genba = useGenba();
  return (
    <Link
      href={`/tickets/${item.ticketId}`}
      className={css.line}
      data-unread={item.unread || undefined}
      onClick={() => void genba.readNotices([item.id])}
    >
      <span className={css.mark} aria-hidden="true" />
      <span className={css.words}>
        {item.unread ? <span data-only="screen-reader">{unreadText} </span> : null}
        <span className={css.title}>{item.title}</span>
        {item.lines.map((line, index) => (
          <span key={line} className={css.more}>
            {index === 0 ? <span className={css.number}>{item.number}</span> : null} {line}
          </span>
        ))}
      </span>
      <time className={css.time}>{item.time}</time>
    </Link>
  );
}
