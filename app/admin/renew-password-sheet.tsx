/** 設定新密碼: a new first password for somebody who lost theirs; what it ends is said before. */
import { useState } from "react";
import type { PersonRecord } from "../../core/directory/administration";
import { useAdmin } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { PasswordSheet } from "./password-sheet";

interface Props {
  readonly person: PersonRecord;
  readonly onClose: () => void;
}

export function RenewPasswordSheet({ person, onClose }: Props) {
  const { a, admin } = useAdmin();
  const [password, setPassword] = useState<string | null>(null);
  const title = a.people.renewed(person.name);
  if (password !== null) {
    return <PasswordSheet title={title} email={person.email} password={password} onClose={onClose} />;
  }
  return (
    <FormSheet
      title={a.people.renew}
      verb={a.people.renew}
      said={title}
      isComplete
      work={async () => setPassword((await admin.renewPassword(person.id)).password)}
      onClose={onClose}
      onSaved={() => {}}
    >
      {() => <p>{a.people.renewSure(person.name)}</p>}
    </FormSheet>
  );
}
