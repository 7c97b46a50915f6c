import { type GroupDraft, nameMax } from "../../core/directory/administration";
import type { GroupId } from "../../core/ids";
import { useDirectory } from "../replica/genba-context";
import { CheckField } from "../ui/check-field";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { useAdmin } from "./admin-context";
import { possibleParents } from "./group-tree";

interface Props {
  /** Null: a new one. */
  readonly id: GroupId | null;
  readonly draft: GroupDraft;
  readonly onChange: (draft: GroupDraft) => void;
  readonly checked: boolean;
}

export function GroupFields({ id, draft, onChange, checked }: Props) {
  const { a } = useAdmin();
  const { groups } = useDirectory();
  const parents = possibleParents(groups, id).map(({ group, depth }) => ({
    id: group.id,
    label: group.name,
    indent: depth > 0,
  }));
  return (
    <>
      <TextField
        label={a.name}
        value={draft.name}
        maxLength={nameMax}
        error={checked && draft.name.trim() === "" ? a.required : null}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <Picker
        label={a.groups.parent}
        optional
        options={parents}
        value={draft.parentId}
        onChange={(parentId) => onChange({ ...draft, parentId })}
      />
      <CheckField
        label={a.groups.ownsIncidents}
        checked={draft.ownsIncidents}
        onChange={(ownsIncidents) => onChange({ ...draft, ownsIncidents })}
      />
      {id === null ? null : (
        <CheckField
          label={a.groups.active}
          checked={draft.active}
          onChange={(active) => onChange({ ...draft, active })}
        />
      )}
    </>
  );
}
