/** Photos and files of a form: taken or chosen, kept on the phone at once, shown with the form's other words. */
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { type Form, keepAttachment, removeAttachment } from "../../client/attachments/keep";
import { PrepareError, prepareFile } from "../../client/attachments/prepare";
import { readAttachments } from "../../client/attachments/view";
import { type AttachmentRef, attachmentsMax } from "../../core/attachments/attachment";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import { Icon } from "../ui/icons";
import { attachmentTexts } from "./attachment-texts";
import css from "./attachments.module.css";
import { isPositionKept, setPositionKept } from "./keep-position";
import { Tile } from "./tile";

interface Props {
  readonly form: Form;
  readonly attachments: readonly AttachmentRef[];
  /** Of what the form holds by then: a photo is prepared for a while, and other fields are typed meanwhile. */
  readonly onChange: (change: (now: readonly AttachmentRef[]) => readonly AttachmentRef[]) => void;
}

export function AttachmentField({ form, attachments, onChange }: Props) {
  const { t, locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  const announce = useAnnounce();
  const [preparing, setPreparing] = useState(0);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [keepPosition, setKeepPosition] = useState(isPositionKept);
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const views = useLive(() => readAttachments(genba.db, attachments), [genba, attachments]);
  const isFull = attachments.length + preparing >= attachmentsMax;

  const add = async (file: File): Promise<string | null> => {
    const name = file.name || texts.label;
    try {
      const prepared = await prepareFile(file, { keepPosition });
      const ref = await keepAttachment(genba.replica, form, prepared);
      if (ref === null) return texts.failed.tooMany(name);
      onChange((now) => (now.some(({ id }) => id === ref.id) ? now : [...now, ref]));
      announce(texts.added(ref.name));
      return prepared.positionUnknown === true ? texts.positionUnknown(ref.name) : null;
    } catch (error) {
      if (error instanceof PrepareError) return texts.failed[error.code](name);
      return savingFailed(t, error);
    }
  };
  const addAll = async (chosen: readonly File[]) => {
    setProblems([]);
    setPreparing((count) => count + chosen.length);
    for (const file of chosen) {
      const problem = await add(file);
      setPreparing((count) => count - 1);
      if (problem !== null) setProblems((before) => [...before, problem]);
    }
  };
  const onChosen = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])];
    // The same file may be chosen again.
    event.target.value = "";
    void addAll(chosen);
  };
  const remove = ({ id, name }: AttachmentRef) => {
    onChange((now) => now.filter((one) => one.id !== id));
    removeAttachment(genba.db, form, id).then(
      () => announce(texts.removed(name)),
      () => setProblems([texts.failed.failed(name)]),
    );
  };
  usePaste((pasted) => void addAll(pasted));

  return (
    <fieldset className={css.field}>
      <legend>
        {texts.label} <small>{t.form.optional}</small>
      </legend>
      {attachments.length + preparing > 0 ? (
        <ul className={css.strip}>
          {views?.map((view) => (
            <li key={view.attachment.id}>
              <Tile view={view} inForm />
              <button
                type="button"
                className={css.remove}
                aria-label={texts.remove(view.attachment.name)}
                onClick={() => remove(view.attachment)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
          {preparing > 0 ? (
            <li role="status" className={css.tile} data-state="here">
              {texts.preparing}
            </li>
          ) : null}
        </ul>
      ) : null}
      <div className={css.buttons}>
        <Button disabled={isFull} onClick={() => camera.current?.click()}>
          <Icon name="camera" size={20} /> {texts.camera}
        </Button>
        <Button disabled={isFull} onClick={() => files.current?.click()}>
          <Icon name="clip" size={20} /> {texts.choose}
        </Button>
      </div>
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={onChosen} />
      <input ref={files} type="file" multiple hidden onChange={onChosen} />
      {problems.length > 0 ? (
        <ul role="alert" className={css.alert}>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : null}
      <p className={css.hint}>{texts.hint(attachmentsMax)}</p>
      <CheckField
        label={texts.keepPosition}
        checked={keepPosition}
        onChange={(checked) => {
          setKeepPosition(checked);
          setPositionKept(checked);
        }}
      />
      {keepPosition ? null : <p className={css.hint}>{texts.keepPositionHint}</p>}
    </fieldset>
  );
}

/** At a desk: a screenshot from the clipboard, while the form is open. */
function usePaste(add: (files: readonly File[]) => void): void {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      if (pasted.length === 0) return;
      event.preventDefault();
      latest.current(pasted);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);
}
