/** One source: another key for it, nothing more from it, or what it sends again. */
import { useState } from "react";
import type { SourceKey, SourceRecord } from "../../../core/events/administration";
import { useNow, useTexts } from "../../locale/locale";
import { momentText } from "../../locale/time-text";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { useSaving } from "../admin-context";
import { Problem } from "../problem";
import { eventTexts } from "./event-texts";
import css from "./events.module.css";
import { KeySheet } from "./key-sheet";
import { useEventAdmin } from "./use-event-admin";

interface Props {
  readonly source: SourceRecord;
  readonly onClose: () => void;
}

export function SourceSheet({ source, onClose }: Props) {
  const { locale } = useTexts();
  const { sources: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const now = useNow();
  const saving = useSaving();
  const [made, setMade] = useState<SourceKey | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const { id, name, active, kinds, signed, formerKeyUntil } = source;
  if (made !== null)
    return <KeySheet title={texts.rotated(name)} made={made} kinds={kinds} isRotated onClose={onClose} />;
  const rotate = () => saving.save(async () => setMade(await events.rotateSource(id)), texts.rotated(name));
  const deactivate = async () => {
    if (await saving.save(() => events.deactivateSource(id), texts.deactivated)) onClose();
  };
  const activate = async () => {
    if (await saving.save(() => events.activateSource(id), texts.activated)) onClose();
  };
  return (
    <Sheet
      title={name}
      onClose={onClose}
      foot={
        isLeaving ? (
          <Button kind="alarm" wide disabled={saving.busy} onClick={() => void deactivate()}>
            {texts.deactivateYes}
          </Button>
        ) : null
      }
    >
      <div className={css.key}>
        <Problem error={saving.error} />
        {isLeaving ? (
          <p role="alert">{texts.deactivateSure(name)}</p>
        ) : (
          <>
            {active ? null : <p>{texts.isInactive}</p>}
            <p>{texts.rotateWhy}</p>
            {signed ? <p>{texts.secretToo}</p> : null}
            {formerKeyUntil === null ? null : (
              <p>{texts.rotateAgain(momentText(locale, formerKeyUntil, now))}</p>
            )}
            <Button wide disabled={saving.busy} onClick={() => void rotate()}>
              {texts.rotate}
            </Button>
            {active ? (
              <Button wide onClick={() => setLeaving(true)}>
                {texts.deactivate}
              </Button>
            ) : (
              <Button wide disabled={saving.busy} onClick={() => void activate()}>
                {texts.activate}
              </Button>
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
