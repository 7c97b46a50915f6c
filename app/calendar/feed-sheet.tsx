/** 訂閱: a person makes, renews and takes back their private link. It is shown once, as the server keeps a hash of it. */
import { useCallback, useState } from "react";
import { readFeedLink, removeFeedLink, renewFeedLink } from "../../client/calendar";
import type { FeedLink } from "../../core/calendar/calendar";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useOnline } from "../notify/use-online";
import { useSession } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";
import { Sheet } from "../ui/sheet";
import { calendarTexts } from "./calendar-texts";
import css from "./feed-sheet.module.css";

export function FeedSheet({ onClose }: { onClose: () => void }) {
  const { locale } = useTexts();
  const { account } = useSession();
  const texts = calendarTexts[locale].feed;
  const stored = useOnline(useCallback(() => readFeedLink(account.id), [account.id]));
  const [link, setLink] = useState<string | null>(null);
  return (
    <Sheet title={texts.title} onClose={onClose} firm={link !== null}>
      <p>{texts.why}</p>
      <p className={css.quiet}>{texts.private}</p>
      {link === null ? null : <NewLink link={link} />}
      {stored.value !== null ? (
        <Choices stored={stored.value} isShown={link !== null} onLink={setLink} onStored={stored.put} />
      ) : (
        <p role="status" aria-busy={stored.phase === "reading"}>
          {stored.phase === "away" ? texts.away : texts.reading}
        </p>
      )}
    </Sheet>
  );
}

function NewLink({ link }: { link: string }) {
  const { locale } = useTexts();
  const announce = useAnnounce();
  const texts = calendarTexts[locale].feed;
  return (
    <div className={css.link} role="status">
      <b>{texts.once}</b>
      <output aria-label={texts.link}>{link}</output>
      <Button
        kind="main"
        wide
        onClick={() =>
          copyText(link).then(
            () => announce(texts.copied),
            () => announce(texts.failed),
          )
        }
      >
        {texts.copy}
      </Button>
    </div>
  );
}

interface ChoicesProps {
  readonly stored: FeedLink;
  readonly isShown: boolean;
  readonly onLink: (link: string | null) => void;
  readonly onStored: (stored: FeedLink) => void;
}

function Choices({ stored: { createdAt }, isShown, onLink, onStored }: ChoicesProps) {
  const { locale } = useTexts();
  const { account } = useSession();
  const announce = useAnnounce();
  const now = useNow();
  const texts = calendarTexts[locale].feed;
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  const work = async (what: () => Promise<void>) => {
    setPhase("busy");
    try {
      await what();
      setPhase("rest");
    } catch {
      setPhase("failed");
    }
  };
  const renew = async () => {
    const made = await renewFeedLink(account.id);
    onLink(`${location.origin}${made.path}`);
    onStored({ createdAt: made.createdAt });
  };
  const remove = async () => {
    await removeFeedLink(account.id);
    onLink(null);
    onStored({ createdAt: null });
    announce(texts.removed);
  };
  const isBusy = phase === "busy";
  return (
    <>
      {isShown ? null : (
        <p>{createdAt === null ? texts.none : texts.since(momentText(locale, createdAt, now))}</p>
      )}
      {phase === "failed" ? <p role="alert">{texts.failed}</p> : null}
      <Button
        kind={createdAt === null ? "main" : "plain"}
        wide
        disabled={isBusy}
        onClick={() => void work(renew)}
      >
        {createdAt === null ? texts.make : texts.renew}
      </Button>
      {createdAt === null ? null : (
        <>
          <p className={css.quiet}>{texts.renewHint}</p>
          <Button kind="alarm" wide disabled={isBusy} onClick={() => void work(remove)}>
            {texts.remove}
          </Button>
        </>
      )}
    </>
  );
}
