/** How full this phone is for the app, with what, and what a person can do before the system does it. */
import { type ReactNode, useState } from "react";
import { roomWarning } from "../../client/storage-room";
import { sizeText } from "../attachments/file-text";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { roomTexts } from "./room-texts";
import css from "./storage-screen.module.css";
import { useStorageRoom } from "./use-storage-room";

/** `children`: what is said when there is nothing to warn of. */
export function StorageRoomSection({ children }: { children: ReactNode }) {
  const { locale } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const [room, read] = useStorageRoom();
  const [isRefused, setRefused] = useState(false);
  if (room === null) return null;
  const texts = roomTexts[locale];
  const { used, granted, isKept, unsent, small } = room;
  const size = (bytes: number) => (bytes === 0 ? "0" : sizeText(locale, bytes));
  const warning = roomWarning(room);
  const deleteSmall = async () => {
    await genba.db.previews.clear();
    announce(texts.smallDeleted);
    read();
  };
  const keep = async () => {
    setRefused(!(await navigator.storage.persist()));
    read();
  };
  return (
    <>
      {warning === null ? (
        children
      ) : (
        <div className={css.warning} role="alert">
          <b>{texts.warnings[warning].title}</b>
          <ol className={css.steps}>
            {texts.warnings[warning].steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      )}
      <Section title={texts.parts}>
        <dl className={css.room}>
          <dt>{texts.used}</dt>
          <dd>
            {used === null || granted === null ? texts.unknown : texts.of(size(used), size(granted))}
            {used === null || granted === null ? null : (
              <meter min={0} max={granted} high={granted * 0.8} value={used} aria-label={texts.used} />
            )}
          </dd>
          <dt>{texts.unsent}</dt>
          <dd>{size(unsent)}</dd>
          <dt>{texts.small}</dt>
          <dd>{size(small)}</dd>
          {isKept === null ? null : (
            <>
              <dt>{texts.kept}</dt>
              <dd>{isKept ? texts.isKept : texts.isNotKept}</dd>
            </>
          )}
        </dl>
        <div className={css.choices}>
          {small === 0 ? null : (
            <>
              <Button onClick={() => void deleteSmall().catch(() => {})}>{texts.deleteSmall}</Button>
              <p className={css.after}>{texts.smallHint}</p>
            </>
          )}
          {isKept === false ? (
            <Button onClick={() => void keep().catch(() => {})}>{texts.keep}</Button>
          ) : null}
          {isRefused ? <p role="status">{texts.notKept}</p> : null}
        </div>
      </Section>
    </>
  );
}
