/** A new person; then their first password, which is shown this once. */
import { useState } from "react";
import type { PersonDraft } from "../../core/directory/administration";
import { useAdmin } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { PasswordSheet } from "./password-sheet";
import { cleaned, PersonFields, personProblems } from "./person-fields";

export function NewPersonSheet({ onClose }: { onClose: () => void }) {
  const { a, admin } = useAdmin();
  const [draft, setDraft] = useState<PersonDraft>({ name: "", email: "", role: "agent" });
  const [password, setPassword] = useState<string | null>(null);
  const title = a.people.created(draft.name);
  if (password !== null) {
    return <PasswordSheet title={title} email={cleaned(draft).email} password={password} onClose={onClose} />;
  }
  return (
    <FormSheet
      title={a.people.create}
      verb={a.add}
      said={title}
      isComplete={personProblems(draft).length === 0}
      work={async () => setPassword((await admin.createPerson(draft)).password)}
      onClose={onClose}
      onSaved={() => {}}
    >
      {(checked) => <PersonFields draft={draft} onChange={setDraft} checked={checked} />}
    </FormSheet>
  );
}
