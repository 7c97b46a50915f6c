import { useState } from "react";
import type { Interfaces } from "../../client/interfaces";
import { nameMax } from "../../core/directory/administration";
import {
  type ApiKeyDraft,
  type ApiScope,
  apiScopes,
  keyDaysMax,
  type ServiceRole,
  serviceRoles,
} from "../../core/interfaces/api-key";
import { useTexts } from "../locale/locale";
import { fromLocalInput } from "../locale/time-text";
import { TextField } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { useAdmin } from "./admin-context";
import { CheckGroup } from "./check-group";
import { FormSheet } from "./form-sheet";
import { keyTexts } from "./interface-texts";

interface Props {
  readonly interfaces: Interfaces;
  readonly onClose: () => void;
  /** With what is shown this once. */
  readonly onMade: (name: string, key: string) => void;
}

const dayMs = 86_400_000;

export function NewKeySheet({ interfaces, onClose, onMade }: Props) {
  const { locale } = useTexts();
  const k = keyTexts[locale];
  const { a } = useAdmin();
  const [name, setName] = useState("");
  const [role, setRole] = useState<ServiceRole>("agent");
  const [scopes, setScopes] = useState<readonly ApiScope[]>([]);
  const [expires, setExpires] = useState("");
  const expiresAt = fromLocalInput(expires);
  const isTimely = expires === "" || (expiresAt !== null && isWithin(expiresAt, Date.now()));
  const draft: ApiKeyDraft = { name: name.trim(), role, scopes, expiresAt };
  return (
    <FormSheet
      title={k.create}
      verb={k.create}
      isComplete={draft.name !== "" && scopes.length > 0 && isTimely}
      work={async () => onMade(draft.name, (await interfaces.createKey(draft)).key)}
      onClose={onClose}
      onSaved={() => {}}
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            hint={k.nameHint}
            value={name}
            maxLength={nameMax}
            autoComplete="off"
            error={checked && draft.name === "" ? a.required : null}
            onChange={setName}
          />
          <CheckGroup
            label={k.scopes}
            values={scopes}
            options={apiScopes.map((value) => ({ value, label: k.scopeNames[value] }))}
            error={checked && scopes.length === 0 ? k.scopesMissing : null}
            onChange={setScopes}
          />
          <Segmented
            label={k.role}
            value={role}
            options={serviceRoles.map((value) => ({ value, label: k.roles[value] }))}
            onChange={setRole}
          />
          <TextField
            label={k.expires}
            hint={k.expiresHint}
            optional
            type="datetime-local"
            value={expires}
            error={checked && !isTimely ? k.expiresWrong : null}
            onChange={setExpires}
          />
        </>
      )}
    </FormSheet>
  );
}

function isWithin(at: number, now: number): boolean {
  return at > now && at < now + keyDaysMax * dayMs;
}
