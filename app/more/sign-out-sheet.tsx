/** C6: leaving with unsent work offers send, export, discard; then everything of this account leaves the phone. */

import { useState } from "react";
import { countSharesOf, discardSharesOf } from "../../client/shared/share";
import { countOnlyHere } from "../../client/views/only-here";
import { attachmentTexts } from "../attachments/attachment-texts";
import { useTexts } from "../locale/locale";
import { exportQueueFile } from "../queue/export-file";
import { queueTexts } from "../queue/queue-texts";
import { useGenba, useSyncState } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { sharedTexts } from "../shared/shared-texts";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";

interface Props {
  readonly onClose: () => void;
  /** `discard`: with what is only on this phone, which the person was shown. */
  readonly onSignedOut: (discard: boolean) => void;
}

export function SignOutSheet({ onClose, onSignedOut }: Props) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const onlyHere = useLive(() => countOnlyHere(genba.db), [genba]);
  const shares = useLive(() => countSharesOf(genba.accountId), [genba]);
  const sync = useSyncState();
  const [leaving, setLeaving] = useState(false);
  if (onlyHere === undefined || shares === undefined) return null;
  const { waiting, cameBack, drafts, attachments } = onlyHere;
  const losses = [
    waiting > 0 ? t.more.signOutWaiting(waiting) : null,
    cameBack > 0 ? t.more.signOutCameBack(cameBack) : null,
    drafts > 0 ? t.more.signOutDrafts(drafts) : null,
    attachments > 0 ? attachmentTexts[locale].signOut(attachments) : null,
    shares > 0 ? sharedTexts[locale].signOut(shares) : null,
  ].filter((loss) => loss !== null);
  const leave = async () => {
    setLeaving(true);
    // Where that fails it is nobody else's all the same, and goes after its seven days.
    await discardSharesOf(genba.accountId).catch(() => {});
    onSignedOut(losses.length > 0);
  };
  return (
    <Sheet
      title={t.more.signOut}
      onClose={onClose}
      foot={
        losses.length > 0 ? (
          <>
            {waiting > 0 ? (
              <Button
                kind="main"
                wide
                disabled={sync.tag === "pushing"}
                onClick={() => genba.sync.kick("user")}
              >
                {sync.tag === "pushing" ? t.net.sending : queueTexts[locale].send}
              </Button>
            ) : null}
            <Button wide onClick={() => void exportQueueFile(genba)}>
              {queueTexts[locale].export}
            </Button>
            <Button kind="alarm" wide disabled={leaving} onClick={() => void leave()}>
              {t.more.signOutDiscard}
            </Button>
          </>
        ) : (
          <Button kind="main" wide disabled={leaving} onClick={() => void leave()}>
            {t.more.signOut}
          </Button>
        )
      }
    >
      <div aria-live="polite">
        <p>{losses.length > 0 ? t.more.signOutOnly : t.more.signOutSure}</p>
        <ul>
          {losses.map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
