/** Puts what was shared into the form of a new incident before the form opens, so that both never write at once. */
import { useEffect, useRef, useState } from "react";
import { type NamedBlob, prepareFile } from "../../client/attachments/prepare";
import { takeShare } from "../../client/shared/take";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { attachmentTexts } from "../attachments/attachment-texts";
import { isPositionKept } from "../attachments/keep-position";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { savingFailed } from "../storage/saving-failed";
import { Screen } from "../ui/screen";
import css from "./shared.module.css";
import { type NotKept, sharedTexts } from "./shared-texts";

interface Props {
  /** The share's id, or why there is none. */
  readonly shared: string;
  readonly draftId: string;
  /** With what is to be said above the form. */
  readonly onTaken: (notes: readonly string[]) => void;
}

export function TakeShare({ shared, draftId, onTaken }: Props) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const [{ done, of }, setStep] = useState({ done: 0, of: 0 });
  const taken = useRef(onTaken);
  taken.current = onTaken;
  useEffect(() => {
    let current = true;
    const tell = (notes: readonly string[]) => {
      if (current) taken.current(notes);
    };
    const prepare = (file: NamedBlob) => prepareFile(file, { keepPosition: isPositionKept(genba.accountId) });
    const { db, platform } = genba.replica;
    if (isNotKept(shared)) tell([sharedTexts[locale].notKept[shared]]);
    else
      takeShare({ db, platform, prepare }, shared, draftId, (steps, all) =>
        setStep({ done: steps, of: all }),
      ).then(
        (found) => tell(notesOf(locale, found)),
        (error: unknown) => tell([savingFailed(t, error)]),
      );
    return () => {
      current = false;
    };
  }, [genba, shared, draftId, locale, t]);
  return (
    <Screen title={t.form.save}>
      {of === 0 ? null : (
        <p role="status" className={css.note}>
          {sharedTexts[locale].putting(done, of)}
        </p>
      )}
    </Screen>
  );
}

function isNotKept(shared: string): shared is NotKept {
  return Object.hasOwn(sharedTexts["zh-TW"].notKept, shared);
}

function notesOf(locale: Locale, taken: Awaited<ReturnType<typeof takeShare>>): readonly string[] {
  const texts = sharedTexts[locale];
  if (taken === null) return [texts.gone];
  return [
    ...(taken.count === 0 && taken.leftCount > 0 ? [] : [texts.put(taken.count)]),
    ...taken.positionUnknown.map(attachmentTexts[locale].positionUnknown),
  ];
}
