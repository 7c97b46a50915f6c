/** A form half typed that no button opens any more (P2): its words, and what can still become of them. */

import { Suspense, useState } from "react";
import type { DraftRow } from "../../client/replica/database";
import { actionLabel } from "../../core/messages/action-label";
import type { Flow } from "../../core/workflow/vocabulary";
import { attentionTexts } from "../attention/attention-texts";
import { useTexts } from "../locale/locale";
import { useParts } from "../parts";
import { useGenba } from "../replica/genba-context";
import { savingFailed } from "../storage/saving-failed";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";
import { photosOf } from "./action-fields";
import css from "./draft-card.module.css";
import { spokenWords } from "./spoken-words";
import { draftAction } from "./stranded";

interface Props {
  readonly draft: DraftRow;
  readonly flow: Flow;
  /** The ticket is on this phone: it takes comments at every stage (A4). */
  readonly commentable: boolean;
}

export function DraftCard({ draft, flow, commentable }: Props) {
  const { t, locale } = useTexts();
  const texts = attentionTexts[locale];
  const genba = useGenba();
  const announce = useAnnounce();
  const { AttachmentStrip } = useParts();
  const [busy, setBusy] = useState(false);
  const action = draftAction(draft.id);
  const label = action === null ? t.form.draft : actionLabel(t, action, flow, null);
  const words = spokenWords(draft.args, t);
  const { ticketId } = draft;
  const act = async (work: () => Promise<string>) => {
    if (busy) return;
    setBusy(true);
    try {
      announce(await work());
    } catch (error) {
      announce(savingFailed(t, error));
    } finally {
      setBusy(false);
    }
  };
  const keep = () =>
    act(async () => {
      if (ticketId === null) return t.form.failed;
      const comment = {
        type: "comment",
        ticketId,
        args: { text: `${label}${t.app.colon}${words}`, ...photosOf(draft.args) },
      } as const;
      const saved = await genba.enqueue(comment, { draftId: draft.id });
      return saved.kind === "saved" ? t.ticket.saved(t.action.comment) : t.returned[saved.outcome.code];
    });
  const copy = () =>
    act(async () => {
      await copyText(words);
      return texts.copied;
    });
  const remove = () =>
    act(async () => {
      await genba.dropDraft(draft.id);
      return texts.draftGone;
    });
  return (
    <section className={css.card}>
      <h2>{texts.draftOf(label)}</h2>
      <p>{words}</p>
      {draft.args.attachments?.length ? (
        <Suspense fallback={null}>
          <AttachmentStrip attachments={draft.args.attachments} ticketId={ticketId} />
        </Suspense>
      ) : null}
      <div className={css.choices}>
        {commentable ? (
          <Button disabled={busy} onClick={() => void keep()}>
            {texts.keepAsComment}
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => void copy()}>
            {texts.copy}
          </Button>
        )}
        <Button kind="alarm" disabled={busy} onClick={() => void remove()}>
          {texts.deleteDraft}
        </Button>
      </div>
    </section>
  );
}
