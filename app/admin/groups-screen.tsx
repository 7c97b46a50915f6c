import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { GroupDraft } from "../../core/directory/administration";
import type { Group } from "../../core/directory/directory";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin } from "./admin-context";
import { CreateButton } from "./create-button";
import { FormSheet } from "./form-sheet";
import { GroupFields } from "./group-fields";
import { groupTree } from "./group-tree";

/** Deeper ones stand no further to the right: a phone is narrow. */
const depthMax = 4;

export function GroupsScreen() {
  const { a } = useAdmin();
  const { groups } = useDirectory();
  const [, navigate] = useLocation();
  const [adding, setAdding] = useState(false);
  const rows = groupTree(groups);
  return (
    <Screen
      title={a.groups.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={a.groups.create} onOpen={() => setAdding(true)} />}
    >
      {rows.length === 0 ? <EmptyState title={a.groups.none} hint={a.groups.noneHint} /> : null}
      {rows.length > 0 ? (
        <Section title={a.groups.title} count={rows.length}>
          {rows.map(({ group, depth }) => (
            <Link
              key={group.id}
              href={`/admin/groups/${group.id}`}
              className={css.row}
              data-depth={Math.min(depth, depthMax) || undefined}
            >
              <span className={css.grow}>
                {group.name}
                <GroupNote group={group} />
              </span>
              {group.active ? null : <Tag tone="plain">{a.inactive}</Tag>}
              <Icon name="forward" size={20} />
            </Link>
          ))}
        </Section>
      ) : null}
      {adding ? <NewGroupSheet onClose={() => setAdding(false)} /> : null}
    </Screen>
  );
}

/** Its leads, how many belong to it, and whether it owns incidents. */
function GroupNote({ group }: { group: Group }) {
  const { t } = useTexts();
  const { a } = useAdmin();
  const { people } = useDirectory();
  const leads = group.members
    .filter((member) => member.role === "lead" && people.get(member.accountId)?.active)
    .map((member) => people.get(member.accountId)?.name ?? "");
  const parts = [
    leads.length > 0 ? leads.join(t.app.join) : a.groups.noLead,
    a.groups.memberCount(group.members.length),
    group.ownsIncidents ? a.groups.owns : null,
  ];
  return <small>{parts.filter(Boolean).join(" · ")}</small>;
}

function NewGroupSheet({ onClose }: { onClose: () => void }) {
  const { a, admin } = useAdmin();
  const [draft, setDraft] = useState<GroupDraft>({
    name: "",
    parentId: null,
    ownsIncidents: false,
    active: true,
  });
  return (
    <FormSheet
      title={a.groups.create}
      verb={a.add}
      isComplete={draft.name.trim() !== ""}
      work={() => admin.createGroup(draft)}
      onClose={onClose}
    >
      {(checked) => <GroupFields id={null} draft={draft} onChange={setDraft} checked={checked} />}
    </FormSheet>
  );
}
