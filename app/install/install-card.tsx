/** On one's work: the invitation, once something of one's own was saved; gone for good by one tap. */
import { useState } from "react";
import { useTexts } from "../locale/locale";
import css from "../push/push-card.module.css";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { InstallButton, InstallHow } from "./install-how";
import { installTexts } from "./install-texts";
import { useInstall } from "./use-install";

const neverKey = "genba-install-never";

/** Whether this person should be invited now. */
export function useInvited(): readonly [isInvited: boolean, never: () => void] {
  const genba = useGenba();
  const way = useInstall();
  const [isRefused, setRefused] = useState(() => localStorage.getItem(neverKey) !== null);
  const hasSaved = useLive(async () => {
    const row = await genba.db.meta.get("client");
    return row?.key === "client" && row.nextSeq > 1;
  }, [genba]);
  const never = () => {
    localStorage.setItem(neverKey, "1");
    setRefused(true);
  };
  return [hasSaved === true && !isRefused && way !== null && way !== "installed", never];
}

export function InstallCard({ onNever }: { onNever: () => void }) {
  const { locale } = useTexts();
  const texts = installTexts[locale];
  const way = useInstall();
  const [isOpen, setOpen] = useState(false);
  return (
    <aside className={css.card} aria-label={texts.title}>
      <p>{texts.why}</p>
      <div className={css.buttons}>
        {way === "prompt" ? (
          <InstallButton />
        ) : (
          <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {texts.how}
          </Button>
        )}
        <Button kind="quiet" onClick={onNever}>
          {texts.never}
        </Button>
      </div>
      {isOpen ? (
        <Sheet title={texts.title} onClose={() => setOpen(false)}>
          <InstallHow way={way} />
        </Sheet>
      ) : null}
    </aside>
  );
}
