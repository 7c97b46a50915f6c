import { emailMax, nameMax, type PersonDraft } from "../../core/directory/administration";
import type { Role } from "../../core/directory/directory";
import { TextField } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { useAdmin } from "./admin-context";

const roles: readonly Role[] = ["requester", "agent", "admin"];

interface Props {
  readonly draft: PersonDraft;
  readonly onChange: (draft: PersonDraft) => void;
  /** Says what is missing. */
  readonly checked: boolean;
}

export function PersonFields({ draft, onChange, checked }: Props) {
  const { a } = useAdmin();
  const problems = personProblems(draft);
  const error = (field: "name" | "email") => (checked && problems.includes(field) ? a.required : null);
  return (
    <>
      <TextField
        label={a.fields.name}
        value={draft.name}
        maxLength={nameMax}
        autoComplete="off"
        error={error("name")}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <TextField
        label={a.people.email}
        type="email"
        value={draft.email}
        maxLength={emailMax}
        autoComplete="off"
        error={error("email")}
        onChange={(email) => onChange({ ...draft, email })}
      />
      <Segmented
        label={a.people.role}
        stacked
        value={draft.role}
        options={roles.map((role) => ({ value: role, label: a.roles[role] }))}
        onChange={(role) => onChange({ ...draft, role })}
      />
    </>
  );
}

/** As the server will store it. */
export function cleaned({ name, email, role }: PersonDraft): PersonDraft {
  return { name: name.trim(), email: email.trim().toLowerCase(), role };
}

/** What the server would surely refuse. */
export function personProblems(draft: PersonDraft): readonly ("name" | "email")[] {
  const problems: ("name" | "email")[] = [];
  if (draft.name.trim() === "") problems.push("name");
  if (!/^\S+@\S+\.\S+$/.test(draft.email.trim())) problems.push("email");
  return problems;
}
