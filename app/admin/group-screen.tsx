import { useState } from "react";
import { useLocation } from "wouter";
import type { GroupDraft, MemberRoles } from "../../core/directory/administration";
import type { Group, Membership } from "../../core/directory/directory";
import type { AccountId, GroupId } from "../../core/ids";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Segmented } from "../ui/segmented";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { GroupFields } from "./group-fields";
import { staffOptions } from "./person-options";
import { Problem } from "./problem";
import { useEdits } from "./use-edits";

export function GroupScreen({ id }: { id: GroupId }) {
  const { a } = useAdmin();
  const { groups } = useDirectory();
  const [, navigate] = useLocation();
  const group = groups.get(id);
  return (
    <Screen title={group?.name ?? a.groups.title} onBack={() => navigate("/admin/groups")}>
      {group ? (
        <div className={css.column}>
          <Details key={`${id} details`} group={group} />
          <Members key={`${id} members`} group={group} />
        </div>
      ) : (
        <EmptyState title={a.groups.gone} />
      )}
    </Screen>
  );
}

function Details({ group }: { group: Group }) {
  const { a, admin } = useAdmin();
  const saving = useSaving();
  const { name, parentId, ownsIncidents, active } = group;
  const { draft, change, send } = useEdits<GroupDraft>({ name, parentId, ownsIncidents, active });
  const [checked, setChecked] = useState(false);
  const save = () => {
    setChecked(true);
    const wanted = { ...draft, name: draft.name.trim() };
    if (wanted.name === "") return;
    void saving.save(() => send(wanted, (edits) => admin.editGroup(group.id, edits)));
  };
  return (
    <Section title={a.groups.data}>
      <div className={css.pad}>
        <GroupFields id={group.id} draft={draft} onChange={change} checked={checked} />
        <Problem error={saving.error} kind="group.edited" />
        <Button wide disabled={saving.busy} onClick={save}>
          {saving.busy ? a.saving : a.save}
        </Button>
      </div>
    </Section>
  );
}

const memberRoles: readonly Membership["role"][] = ["lead", "member"];

function Members({ group }: { group: Group }) {
  const { a, admin } = useAdmin();
  const directory = useDirectory();
  const saving = useSaving();
  const { draft, change, send } = useEdits(rolesOf(group));
  const members = membersIn(draft);
  const give = (accountId: AccountId, role: Membership["role"] | null) =>
    change({ ...draft, [accountId]: role });
  const nameOf = (member: Membership) => directory.people.get(member.accountId)?.name ?? "…";
  const here = new Set(members.map((member) => member.accountId));
  return (
    <Section title={a.groups.members} count={members.length}>
      {members.length === 0 ? <p className={css.quiet}>{a.groups.noMembers}</p> : null}
      {members.map((member) => (
        <div key={member.accountId} className={css.member}>
          <div className={css.grow}>
            <span className={css.name}>
              {nameOf(member)}
              {directory.people.get(member.accountId)?.active === false ? <small>{a.inactive}</small> : null}
            </span>
            <Segmented
              hideLabel
              label={a.groups.role(nameOf(member))}
              value={member.role}
              options={memberRoles.map((role) => ({ value: role, label: a.groups.roleNames[role] }))}
              onChange={(role) => give(member.accountId, role)}
            />
          </div>
          <button
            type="button"
            className={css.takeOut}
            aria-label={a.groups.remove(nameOf(member))}
            onClick={() => give(member.accountId, null)}
          >
            <Icon name="close" size={20} />
          </button>
        </div>
      ))}
      <div className={css.pad}>
        <Picker
          label={a.groups.addMember}
          options={staffOptions(directory, a.roles).filter((option) => !here.has(option.id))}
          value={null}
          onChange={(accountId) => {
            if (accountId) give(accountId, "member");
          }}
        />
        <Problem error={saving.error} kind="group.members" />
        <Button
          kind="main"
          wide
          disabled={saving.busy}
          onClick={() => void saving.save(() => send(draft, (edits) => admin.editMembers(group.id, edits)))}
        >
          {saving.busy ? a.saving : a.groups.saveMembers}
        </Button>
      </div>
    </Section>
  );
}

function rolesOf({ members }: Group): MemberRoles {
  return Object.fromEntries(members.map(({ accountId, role }) => [accountId, role]));
}

/** Without those who are to leave. */
function membersIn(roles: MemberRoles): readonly Membership[] {
  return Object.entries(roles).flatMap(([accountId, role]) =>
    role === null ? [] : [{ accountId: accountId as AccountId, role }],
  );
}
