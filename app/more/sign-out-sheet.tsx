/** C6: leaving with unsent work offers send, export, discard; then everything of this account leaves the phone. */
import { useState } from "react";
import { useTexts } from "../locale/locale";
import { exportQueueFile } from "../queue/export-file";
import { useGenba, useQueueSummary, useSyncState } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";

interface Props {
  readonly onClose: () => void;
  readonly onSignedOut: () => void;
}

export function SignOutSheet({ onClose, onSignedOut }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const { count } = useQueueSummary();
  const sync = useSyncState();
  const [leaving, setLeaving] = useState(false);
  const leave = () => {
    setLeaving(true);
    onSignedOut();
  };
  return (
    <Sheet
      title={t.more.signOut}
      onClose={onClose}
      foot={
        count > 0 ? (
          <>
            <Button
              kind="main"
              wide
              disabled={sync.tag === "pushing"}
              onClick={() => genba.sync.kick("user")}
            >
              {sync.tag === "pushing" ? t.net.sending : t.queue.send}
            </Button>
            <Button wide onClick={() => void exportQueueFile(genba)}>
              {t.queue.export}
            </Button>
            <Button kind="alarm" wide disabled={leaving} onClick={leave}>
              {t.more.signOutDiscard}
            </Button>
          </>
        ) : (
          <Button kind="main" wide disabled={leaving} onClick={leave}>
            {t.more.signOut}
          </Button>
        )
      }
    >
      <p aria-live="polite">{count > 0 ? t.more.signOutWaiting(count) : t.more.signOutSure}</p>
    </Sheet>
  );
}
