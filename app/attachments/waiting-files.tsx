/** 待同步, its second part: photos and files that have to go up, and those that cannot by themselves. */
import { useState } from "react";
import { Link } from "wouter";
import { giveUp, listWaiting, readBytes, type WaitingAttachment } from "../../client/attachments/view";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import buttonCss from "../ui/button.module.css";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { attachmentTexts } from "./attachment-texts";
import css from "./attachments.module.css";
import { useBytesUrl } from "./bytes-url";
import { sizeText } from "./file-text";
import { Tile } from "./tile";

export function WaitingFiles() {
  const { locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  const waiting = useLive(() => listWaiting(genba.db), [genba]) ?? [];
  const [leaving, setLeaving] = useState<WaitingAttachment | null>(null);
  if (waiting.length === 0) return null;
  return (
    <>
      <Section title={texts.waitingTitle} count={waiting.length}>
        {waiting.map((one) => (
          <Row key={one.id} one={one} onGiveUp={() => setLeaving(one)} />
        ))}
      </Section>
      <p className={css.hint}>{texts.waitingWhy}</p>
      {leaving ? <GiveUpSheet one={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  );
}

function Row({ one, onGiveUp }: { one: WaitingAttachment; onGiveUp: () => void }) {
  const { locale } = useTexts();
  const texts = attachmentTexts[locale];
  const { ref, ticketId, view } = one;
  const trouble =
    view.state === "damaged" || view.state === "unknown" || view.state === "refused" ? view.state : null;
  return (
    <div className={css.row}>
      <Tile view={view} />
      <div>
        {ticketId === null ? (
          <b>{ref.name}</b>
        ) : (
          <Link href={`/tickets/${ticketId}`} className={css.name}>
            {ref.name}
          </Link>
        )}
        <p className={css.meta}>
          {sizeText(locale, ref.sizeBytes)} · {texts.state[view.state]}
          {view.state === "sending" ? ` ${Math.floor(view.share * 100)} %` : null}
        </p>
        {trouble === null ? null : <p>{texts.trouble[trouble]}</p>}
        {trouble === null ? null : (
          <div className={css.choices}>
            <SaveButton one={one} />
            <Button kind="alarm" aria-haspopup="dialog" onClick={onGiveUp}>
              {texts.giveUp}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function SaveButton({ one: { id, ref } }: { one: WaitingAttachment }) {
  const { locale } = useTexts();
  const genba = useGenba();
  const bytes = useLive(() => readBytes(genba.db, id), [genba, id]);
  const url = useBytesUrl(bytes ?? null, ref.mediaType);
  if (url === null) return null;
  return (
    <a className={buttonCss.button} href={url} download={ref.name}>
      {attachmentTexts[locale].save}
    </a>
  );
}

/** Asked about once: it is nowhere else. */
function GiveUpSheet({ one, onClose }: { one: WaitingAttachment; onClose: () => void }) {
  const { locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  return (
    <Sheet
      title={texts.giveUp}
      onClose={onClose}
      foot={
        <Button kind="alarm" wide onClick={() => void giveUp(genba.db, one.id).then(onClose, onClose)}>
          {texts.giveUp}
        </Button>
      }
    >
      <p>{texts.giveUpSure(one.ref.name)}</p>
    </Sheet>
  );
}
