/** A key that the server answered, shown this once, with what is to be pasted where the events come from. */
import type { EventKind, SourceKey } from "../../../core/events/administration";
import { useTexts } from "../../locale/locale";
import { useDirectory } from "../../replica/genba-context";
import { useAnnounce } from "../../ui/announcer";
import { Button } from "../../ui/button";
import { copyText } from "../../ui/copy-text";
import { Sheet } from "../../ui/sheet";
import { useAdmin } from "../admin-context";
import { eventTexts } from "./event-texts";
import css from "./events.module.css";
import { alertmanagerExample, curlExample } from "./source-example";

interface Props {
  readonly title: string;
  readonly made: SourceKey;
  readonly kinds: readonly EventKind[];
  /** The key before it, and its secret, is good for another day. */
  readonly isRotated?: boolean;
  readonly onClose: () => void;
}

export function KeySheet({ title, made, kinds, isRotated = false, onClose }: Props) {
  const { t, locale } = useTexts();
  const { sources: texts } = eventTexts[locale];
  const { assets } = useDirectory();
  const asset = [...assets.values()].find(({ active }) => active)?.tag ?? null;
  const sender = { origin: location.origin, key: made.key, secret: made.secret };
  const takesJson = kinds.includes("json") || kinds.includes("cloudevents");
  return (
    <Sheet
      title={title}
      firm
      onClose={onClose}
      foot={
        <Button wide onClick={onClose}>
          {t.form.close}
        </Button>
      }
    >
      <div className={css.key}>
        <p>{texts.keyOnce}</p>
        {isRotated ? <p>{texts.formerDay}</p> : null}
        {isRotated && made.secret !== null ? <p>{texts.secretToo}</p> : null}
        <Pasted label={texts.key} text={made.key} isMain />
        {made.secret === null ? null : <Pasted label={texts.secret} text={made.secret} />}
        {kinds.includes("json") ? (
          <Pasted label={texts.tryIt} text={curlExample(sender, { asset, title: texts.testTitle })} />
        ) : null}
        {takesJson && kinds.includes("cloudevents") ? <p className={css.hint}>{texts.cloudEvents}</p> : null}
        {kinds.includes("alertmanager") ? (
          <Pasted label={texts.alertmanager} text={alertmanagerExample(sender)} />
        ) : null}
      </div>
    </Sheet>
  );
}

interface PastedProps {
  readonly label: string;
  readonly text: string;
  readonly isMain?: boolean;
}

function Pasted({ label, text, isMain = false }: PastedProps) {
  const { t, locale } = useTexts();
  const texts = eventTexts[locale];
  const announce = useAnnounce();
  const { a } = useAdmin();
  const copy = () =>
    copyText(text).then(
      () => announce(a.people.copied),
      () => announce(texts.copyFailed),
    );
  return (
    <section className={css.pasted} aria-label={label}>
      <h3>{label}</h3>
      <pre>
        <code>{text}</code>
      </pre>
      <Button kind={isMain ? "main" : "plain"} wide onClick={() => void copy()}>
        {texts.copy}
        {t.app.colon}
        {label}
      </Button>
    </section>
  );
}
