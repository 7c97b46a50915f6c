/** A key, a secret or a password that the server answered, shown this once. */
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";
import { Sheet } from "../ui/sheet";
import css from "./admin.module.css";

interface Props {
  readonly title: string;
  readonly label: string;
  readonly secret: string;
  readonly texts: { readonly once: string; readonly copy: string; readonly copied: string };
  /** Whom it belongs to, where it is not said already. */
  readonly whose?: { readonly label: string; readonly text: string };
  /** How it is used, to be copied by hand. */
  readonly example?: { readonly label: string; readonly text: string };
  readonly onClose: () => void;
}

export function SecretSheet({ title, label, secret, texts, whose, example, onClose }: Props) {
  const announce = useAnnounce();
  const copy = () =>
    copyText(secret).then(
      () => announce(texts.copied),
      () => {},
    );
  return (
    <Sheet
      title={title}
      firm
      onClose={onClose}
      foot={
        <Button kind="main" wide onClick={() => void copy()}>
          {texts.copy}
        </Button>
      }
    >
      <p>{texts.once}</p>
      <dl className={css.password}>
        {whose ? (
          <>
            <dt>{whose.label}</dt>
            <dd>{whose.text}</dd>
          </>
        ) : null}
        <dt>{label}</dt>
        <dd>
          <code>{secret}</code>
        </dd>
        {example ? (
          <>
            <dt>{example.label}</dt>
            <dd className={css.example}>
              <code>{example.text}</code>
            </dd>
          </>
        ) : null}
      </dl>
    </Sheet>
  );
}
