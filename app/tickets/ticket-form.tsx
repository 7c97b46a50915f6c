/** What every form of a ticket has: how it is saved, the foot that saves it and says what is wrong, its draft's note. */
import { useState } from "react";
import type { Form } from "../../client/attachments/keep";
import type { Enqueued } from "../../client/genba";
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { ActionArgs, ArgName } from "../../core/sync/protocol";
import { AttachmentField } from "../attachments/attachment-field";
import { useTexts } from "../locale/locale";
import type { Draft } from "../replica/use-draft";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { type FormProblem, formProblem, withoutField } from "./field-problem";
import css from "./ticket-form.module.css";

interface Save {
  /** What has to be filled in before. */
  readonly empty: readonly ArgName[];
  /** Null: it was decided about in another tab. */
  readonly work: () => Promise<Enqueued | null>;
  readonly said: string;
  readonly onSaved: () => void;
}

export interface TicketForm {
  readonly draft: Draft;
  readonly problem: FormProblem | null;
  /** Why it is not saved, in words. */
  readonly failed: string | null;
  readonly saving: boolean;
  /** Photos are on their way into the form: saved now, it would go without them. */
  readonly preparing: boolean;
  readonly setPreparing: (preparing: boolean) => void;
  /** Something was typed: what was wrong with it is so no more. */
  readonly change: (patch: ActionArgs) => void;
  readonly save: (given: Save) => Promise<void>;
}

export function useTicketForm(draft: Draft): TicketForm {
  const { t } = useTexts();
  const announce = useAnnounce();
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [preparing, setPreparing] = useState(false);
  const change = (patch: ActionArgs) => {
    draft.change(patch);
    setProblem(withoutField(problem, patch));
    setFailed(null);
  };
  const save = async ({ empty, work, said, onSaved }: Save) => {
    setProblem(empty.length > 0 ? { code: "needs.missing", fields: empty } : null);
    setFailed(null);
    if (empty.length > 0 || saving) return;
    setSaving(true);
    draft.pause();
    try {
      const saved = await work();
      if (saved?.kind === "refused") {
        draft.resume();
        setProblem(saved.outcome);
        return;
      }
      announce(saved === null ? t.returned["choice.taken"] : said);
      onSaved();
    } catch (error) {
      draft.resume();
      setFailed(savingFailed(t, error));
    } finally {
      setSaving(false);
    }
  };
  return { draft, problem, failed, saving, preparing, setPreparing, change, save };
}

interface FootProps {
  readonly form: TicketForm;
  readonly label: string;
  readonly onSave: () => Promise<void>;
}

export function FormFoot({ form: { draft, problem, failed, saving, preparing }, label, onSave }: FootProps) {
  const { t } = useTexts();
  return (
    <>
      {problem || failed ? (
        <p role="alert" className={css.alert}>
          {problem ? formProblem(t, problem) : failed}
        </p>
      ) : null}
      <Button kind="main" wide disabled={saving || preparing || !draft.ready} onClick={() => void onSave()}>
        {label}
      </Button>
    </>
  );
}

/** The last field of a form with words in it. */
export function FormPhotos({ form: { draft, setPreparing }, ...form }: { form: TicketForm } & Form) {
  return (
    <AttachmentField
      form={form}
      onPreparing={setPreparing}
      attachments={draft.args.attachments ?? none}
      onChange={(change) => draft.change(({ attachments }) => ({ attachments: change(attachments ?? none) }))}
    />
  );
}
const none: readonly AttachmentRef[] = [];

/** That the form goes on where it was left, and a way to begin anew: a line of a sheet, or beside a screen's title. */
export function DraftNote({ draft, place }: { draft: Draft; place: "sheet" | "title" }) {
  const { t } = useTexts();
  const [isSure, setSure] = useState(false);
  if (!draft.restored) return null;
  const photos = draft.args.attachments?.length ?? 0;
  // Words are typed again; a photo may be of what is mended by now.
  const isAsked = photos > 0 && !isSure;
  const clear = () => {
    setSure(isAsked);
    if (!isAsked) draft.clear();
  };
  const label = photos > 0 && isSure ? t.form.discardPhotos(photos) : t.form.discardDraft;
  return place === "title" ? (
    <Button kind="quiet" onClick={clear}>
      {t.form.draft} · {label}
    </Button>
  ) : (
    <p className={css.draft}>
      {t.form.draft}
      <button type="button" onClick={clear}>
        {label}
      </button>
    </p>
  );
}
