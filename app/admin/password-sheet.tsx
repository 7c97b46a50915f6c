/** A password that the server answered, shown this once to whoever hands it on. */
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import css from "./admin.module.css";
import { useAdmin } from "./admin-context";

interface Props {
  readonly title: string;
  readonly email: string;
  readonly password: string;
  readonly onClose: () => void;
}

export function PasswordSheet({ title, email, password, onClose }: Props) {
  const { a } = useAdmin();
  const announce = useAnnounce();
  const copy = () =>
    navigator.clipboard.writeText(password).then(
      () => announce(a.people.copied),
      () => {},
    );
  return (
    <Sheet
      title={title}
      firm
      onClose={onClose}
      foot={
        <Button kind="main" wide onClick={() => void copy()}>
          {a.people.copy}
        </Button>
      }
    >
      <p>{a.people.passwordOnce}</p>
      <dl className={css.password}>
        <dt>{a.people.email}</dt>
        <dd>{email}</dd>
        <dt>{a.people.password}</dt>
        <dd>
          <code>{password}</code>
        </dd>
      </dl>
    </Sheet>
  );
}
