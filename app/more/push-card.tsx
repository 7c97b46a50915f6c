import { useState } from "react";
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import css from "./push-card.module.css";
import { usePush } from "./use-push";

const laterKey = "genba-push-later";

/** Asks once, where it matters: when there is work of one's own. The reason first, the permission by a tap. */
export function PushCard() {
  const { t } = useTexts();
  const push = usePush();
  const [later, setLater] = useState(() => localStorage.getItem(laterKey) !== null);
  if (later || push.state !== "askable") return null;
  return (
    <aside className={css.card} aria-label={t.more.push}>
      <p>
        <Icon name="bell" size={22} /> {t.more.pushWhy}
      </p>
      {push.failed ? <p role="alert">{t.more.pushFailed}</p> : null}
      <div className={css.buttons}>
        <Button disabled={push.busy} onClick={push.enable}>
          {t.more.pushOn}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            localStorage.setItem(laterKey, "1");
            setLater(true);
          }}
        >
          {t.more.later}
        </Button>
      </div>
    </aside>
  );
}
