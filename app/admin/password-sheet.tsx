/** A password that the server answered, shown this once to whoever hands it on. */
import { useAdmin } from "./admin-context";
import { SecretSheet } from "./secret-sheet";

interface Props {
  readonly title: string;
  readonly email: string;
  readonly password: string;
  readonly onClose: () => void;
}

export function PasswordSheet({ title, email, password, onClose }: Props) {
  const { people } = useAdmin().a;
  const texts = { once: people.passwordOnce, copy: people.copy, copied: people.copied };
  return (
    <SecretSheet
      title={title}
      whose={{ label: people.email, text: email }}
      label={people.password}
      secret={password}
      texts={texts}
      onClose={onClose}
    />
  );
}
