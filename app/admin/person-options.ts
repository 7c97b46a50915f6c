import type { DirectoryView } from "../../client/genba";
import type { Role } from "../../core/directory/directory";
import type { AccountId } from "../../core/ids";
import type { PickerOption } from "../ui/picker-view";

/** Everybody active who may belong to a group or stand in for another: no requesters. */
export function staffOptions(
  directory: DirectoryView,
  roleNames: Readonly<Record<Role, string>>,
): readonly PickerOption<AccountId>[] {
  return [...directory.people.values()]
    .filter((person) => person.active && person.role !== "requester")
    .sort((a, b) => a.name.localeCompare(b.name, "zh-TW"))
    .map((person) => ({ id: person.id, label: person.name, note: roleNames[person.role] }));
}
