/** What was shared and is in no form yet, with why, and its two ways: into a new ticket, or away. */
import { useState } from "react";
import { Link } from "wouter";
import { discardShare, listShares, type UnusedShare } from "../../client/shared/share";
import { sizeText } from "../attachments/file-text";
import { useNow, useTexts } from "../locale/locale";
import { agoText } from "../locale/time-text";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import buttonCss from "../ui/button.module.css";
import { Sheet } from "../ui/sheet";
import css from "./shared.module.css";
import { sharedTexts } from "./shared-texts";

/** The form below must stay in sight. */
const linesMax = 3;

export function UnusedShares() {
  const { locale } = useTexts();
  const genba = useGenba();
  const shares = useLive(() => listShares(genba.accountId), [genba]) ?? [];
  const [leaving, setLeaving] = useState<UnusedShare | null>(null);
  if (shares.length === 0) return null;
  const texts = sharedTexts[locale];
  return (
    <section className={css.unused} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <p className={css.hint}>{texts.hint}</p>
      {shares.map((share) => (
        <Share key={share.id} share={share} onDiscard={() => setLeaving(share)} />
      ))}
      {leaving ? <DiscardSheet share={leaving} onClose={() => setLeaving(null)} /> : null}
    </section>
  );
}

function Share({ share, onDiscard }: { share: UnusedShare; onDiscard: () => void }) {
  const { t, locale } = useTexts();
  const now = useNow();
  const texts = sharedTexts[locale];
  const { id, at, words, files, refused } = share;
  const said = [words?.title, words?.text, words?.url].filter(Boolean).join(" · ");
  const lines = [
    ...files.map(({ id: key, name, blob, trouble }) => {
      return { key, name, size: blob.size, why: trouble === null ? null : texts.trouble[trouble] };
    }),
    ...refused.map(({ name, why }, index) => {
      return { key: String(index), name, size: null, why: `${texts.refused} (${texts.trouble[why]})` };
    }),
  ];
  const isOnlyNews = words === null && files.length === 0;
  return (
    <div className={css.share}>
      <p className={css.hint}>{agoText(t, Math.max(0, now - at))}</p>
      {said === "" ? null : <p className={css.words}>{said}</p>}
      <ul>
        {lines.slice(0, linesMax).map(({ key, name, size, why }) => (
          <li key={key}>
            {name} {size === null ? null : <span>{sizeText(locale, size)} </span>}
            {why === null ? null : <b>{why}</b>}
          </li>
        ))}
        {lines.length > linesMax ? <li>{texts.more(lines.length - linesMax)}</li> : null}
      </ul>
      <div className={css.choices}>
        {isOnlyNews ? (
          <Button onClick={() => void discardShare(id)}>{texts.seen}</Button>
        ) : (
          <>
            <Link href={`/new?shared=${id}`} className={buttonCss.button}>
              {texts.take}
            </Link>
            <Button kind="quiet" aria-haspopup="dialog" onClick={onDiscard}>
              {texts.discard}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function DiscardSheet({ share, onClose }: { share: UnusedShare; onClose: () => void }) {
  const { locale } = useTexts();
  const texts = sharedTexts[locale];
  return (
    <Sheet
      title={texts.discard}
      onClose={onClose}
      foot={
        <Button kind="alarm" wide onClick={() => void discardShare(share.id).then(onClose, onClose)}>
          {texts.discard}
        </Button>
      }
    >
      <p>{texts.discardSure}</p>
    </Sheet>
  );
}
