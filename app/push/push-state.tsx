import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { mendPlace } from "./device-name";
import css from "./push.module.css";
import { pushTexts } from "./push-texts";
import type { PushControl } from "./use-push";

interface Props {
  readonly push: PushControl;
  /** Whether the desk has this device; null: it was not asked. */
  readonly isKnown?: boolean | null;
}

/** Whether this device hears, what to do where it does not, and turning it on and off. */
export function PushStateBlock({ push, isKnown = null }: Props) {
  const { locale } = useTexts();
  const texts = pushTexts[locale];
  const { busy } = push;
  // The desk sends nothing to what it does not have, whatever this device remembers.
  const isLost = push.state === "on" && isKnown === false;
  const state = isLost ? "off" : push.state;
  const isOn = state === "on" || state === "waiting";
  return (
    <div className={css.pad}>
      {state === "on" ? (
        <p className={css.good}>
          <Icon name="check" size={22} /> {texts.isOn}
        </p>
      ) : null}
      {state === "waiting" ? (
        <div role="status">
          <p className={css.wait}>{texts.isWaiting}</p>
          <p className={css.quiet}>{texts.waitingHint}</p>
        </div>
      ) : null}
      {state === "off" || state === "askable" ? (
        <>
          <p>{isLost ? texts.lost : texts.why}</p>
          <Button wide disabled={busy} onClick={push.enable}>
            <Icon name="bell" size={20} />
            {texts.on}
          </Button>
        </>
      ) : null}
      {state === "denied" ? <Denied /> : null}
      {state === "needsInstall" ? <p className={css.bad}>{texts.needsInstall}</p> : null}
      {state === "unsupported" ? <p className={css.bad}>{texts.unsupported}</p> : null}
      {isOn ? (
        <Button wide disabled={busy} onClick={push.disable}>
          {texts.off}
        </Button>
      ) : null}
      {push.failed ? <p role="alert">{texts.failed}</p> : null}
    </div>
  );
}

/** Only the system's own settings can change it: the way to them in this browser. */
function Denied() {
  const { locale } = useTexts();
  const texts = pushTexts[locale];
  return (
    <>
      <p className={css.bad}>{texts.denied}</p>
      <h3 className={css.mend}>{texts.mendTitle}</h3>
      <ol className={css.steps}>
        {texts.mendSteps[mendPlace(navigator.userAgent, navigator.maxTouchPoints)].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}
