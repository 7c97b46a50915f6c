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
  readonly onPreparing: (preparing: boolean) => void;
  /** Of what the form holds by then: a photo is prepared for a while, and other fields are typed meanwhile. */
  readonly onChange: (change: (now: readonly AttachmentRef[]) => readonly AttachmentRef[]) => void;
}

export function AttachmentField({ form, attachments, onPreparing, onChange }: Props) {
  const { t, locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  const announce = useAnnounce();
  const [preparing, setPreparing] = useState(0);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [keepPosition, setKeepPosition] = useState(() => isPositionKept(genba.accountId));
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
  const isPreparing = preparing > 0;
  useEffect(() => {
    onPreparing(isPreparing);
  }, [onPreparing, isPreparing]);

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
  const remove = async ({ id, name }: AttachmentRef) => {
    try {
      await removeAttachment(genba.db, form, id);
      onChange((now) => now.filter((one) => one.id !== id));
      announce(texts.removed(name));
    } catch (error) {
      setProblems([savingFailed(t, error)]);
    }
  };
  useFollow(form.draftId, attachments, onChange);
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
                onClick={() => void remove(view.attachment)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
          {preparing > 0 ? (
            <li className={css.tile} data-state="here" aria-live="polite">
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
        <ul className={css.alert} aria-live="assertive">
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files of one name have one problem
            <li key={index}>{problem}</li>
          ))}
        </ul>
      ) : null}
      <p className={css.hint}>{texts.hint(attachmentsMax)}</p>
      <CheckField
        label={texts.keepPosition}
        checked={keepPosition}
        onChange={(checked) => {
          setKeepPosition(checked);
          setPositionKept(genba.accountId, checked);
        }}
      />
      {keepPosition ? null : <p className={css.hint}>{texts.keepPositionHint}</p>}
    </fieldset>
  );
}

/** What came into this form otherwise: in another tab, or after it was closed while photos were being prepared. */
function useFollow(
  draftId: string,
  attachments: readonly AttachmentRef[],
  onChange: Props["onChange"],
): void {
  const genba = useGenba();
  const kept = useLive(
    () =>
      genba.db.attachments
        .where("form.draftId")
        .equals(draftId)
        .filter(({ actionId }) => actionId === undefined)
        .toArray(),
    [genba, draftId],
  );
  const missing = kept?.filter(({ id }) => attachments.every((ref) => ref.id !== id)).map(({ ref }) => ref);
  const found = missing?.map(({ id }) => id).join(" ") ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is found
  useEffect(() => {
    if (found === "") return;
    onChange((now) => [...now, ...(missing ?? []).filter((ref) => now.every(({ id }) => id !== ref.id))]);
  }, [found]);
}

/** At a desk: a screenshot from the clipboard, while the form is open. */
function usePaste(add: (files: readonly File[]) => void): void {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      // Cells and formatted text bring a picture of themselves along: their words are meant.
      if (pasted.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
      event.preventDefault();
      latest.current(pasted);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);
}
