/** A new person; then their first password, which is shown this once. */
import { useState } from "react";
import type { PersonDraft } from "../../core/directory/administration";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { PersonFields, personProblems } from "./person-fields";
import { Problem } from "./problem";

export function NewPersonSheet({ onClose }: { onClose: () => void }) {
  const { a, admin } = useAdmin();
  const saving = useSaving();
  const [draft, setDraft] = useState<PersonDraft>({ name: "", email: "", role: "agent" });
  const [checked, setChecked] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const save = async () => {
    setChecked(true);
    if (personProblems(draft).length > 0) return;
    await saving.save(async () => {
      const created = await admin.createPerson(draft);
      setPassword(created.password);
    }, a.people.created(draft.name));
  };
  if (password !== null) return <PasswordSheet draft={draft} password={password} onClose={onClose} />;
  return (
    <Sheet
      title={a.people.create}
      onClose={onClose}
      foot={
        <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
          {saving.busy ? a.saving : a.add}
        </Button>
      }
    >
      <Problem error={saving.error} />
      <PersonFields draft={draft} onChange={setDraft} checked={checked} />
    </Sheet>
  );
}

interface PasswordProps {
  readonly draft: PersonDraft;
  readonly password: string;
  readonly onClose: () => void;
}

function PasswordSheet({ draft, password, onClose }: PasswordProps) {
  const { a } = useAdmin();
  const announce = useAnnounce();
  return (
    <Sheet
      title={a.people.created(draft.name)}
      onClose={onClose}
      foot={
        <Button
          kind="main"
          wide
          onClick={() =>
            void navigator.clipboard.writeText(password).then(
              () => announce(a.people.copied),
              () => {},
            )
          }
        >
          {a.people.copy}
        </Button>
      }
    >
      <p>{a.people.passwordOnce}</p>
      <dl className={css.password}>
        <dt>{a.people.email}</dt>
        <dd>{draft.email.trim().toLowerCase()}</dd>
        <dt>{a.people.password}</dt>
        <dd>
          <code>{password}</code>
        </dd>
      </dl>
    </Sheet>
  );
}
