import { useState } from "react";
import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import buttonCss from "../ui/button.module.css";
import { Icon } from "../ui/icons";
import css from "./push-card.module.css";
import { pushTexts } from "./push-texts";
import { usePush, usePushTrouble } from "./use-push";

const laterKey = "genba-push-later";

/**
 * On the screen of one's work. A device that should hear and does not says so, with the way to mend it. Where nobody was
 * asked yet and there is work of one's own, it asks once: the reason first, the permission by a tap.
 */
export function PushCard({ hasWork }: { hasWork: boolean }) {
  const trouble = usePushTrouble();
  if (trouble !== null) return <TroubleCard />;
  return hasWork ? <AskCard /> : null;
}

function TroubleCard() {
  const { locale } = useTexts();
  const texts = pushTexts[locale];
  return (
    <aside className={css.card} data-trouble aria-label={texts.title}>
      <p>
        <Icon name="bell" size={22} /> {texts.trouble}
      </p>
      <div className={css.buttons}>
        <Link href="/push" className={buttonCss.button}>
          {texts.mend}
        </Link>
      </div>
    </aside>
  );
}

function AskCard() {
  const { locale } = useTexts();
  const texts = pushTexts[locale];
  const push = usePush();
  const [later, setLater] = useState(() => localStorage.getItem(laterKey) !== null);
  if (later || push.state !== "askable") return null;
  return (
    <aside className={css.card} aria-label={texts.title}>
      <p>
        <Icon name="bell" size={22} /> {texts.why}
      </p>
      {push.failed ? <p role="alert">{texts.failed}</p> : null}
      <div className={css.buttons}>
        <Button disabled={push.busy} onClick={push.enable}>
          {texts.on}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            localStorage.setItem(laterKey, "1");
            setLater(true);
          }}
        >
          {texts.later}
        </Button>
      </div>
    </aside>
  );
}
