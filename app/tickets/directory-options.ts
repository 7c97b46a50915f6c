/** People, groups, assets and categories as options of a picker. Only what is active may be chosen. */
import type { DirectoryView } from "../../client/genba";
import type { Category } from "../../core/directory/directory";
import type { AccountId, AssetId, CategoryId, GroupId, SiteId, TemplateId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import type { PickerOption } from "../ui/picker-view";

/** Members of a group, leads last: they hand work out. All agents while the phone does not know the group. */
export function memberOptions(
  t: Messages,
  directory: DirectoryView,
  groupId: GroupId | null,
  except: AccountId | null,
): readonly PickerOption<AccountId>[] {
  const group = groupId === null ? undefined : directory.groups.get(groupId);
  const members =
    group?.members ??
    [...directory.people.values()]
      .filter((person) => person.role !== "requester")
      .map((person) => ({ accountId: person.id, role: "member" as const }));
  return members
    .filter((member) => member.accountId !== except)
    .map((member) => ({ member, person: directory.people.get(member.accountId) }))
    .filter(({ person }) => person?.active)
    .sort((a, b) => Number(a.member.role === "lead") - Number(b.member.role === "lead"))
    .map(({ member, person }) => ({
      id: member.accountId,
      label: person?.name ?? "",
      note: group ? (member.role === "lead" ? t.relation.lead : group.name) : undefined,
    }));
}

export function groupOptions(
  directory: DirectoryView,
  except: GroupId | null,
): readonly PickerOption<GroupId>[] {
  return [...directory.groups.values()]
    .filter((group) => group.active && group.id !== except)
    .map((group) => ({
      id: group.id,
      label: group.name,
      note: group.parentId ? directory.groups.get(group.parentId)?.name : undefined,
    }))
    .sort(byLabel);
}

/** Every active person but one. */
export function personOptions(
  directory: DirectoryView,
  except: AccountId | null,
): readonly PickerOption<AccountId>[] {
  return [...directory.people.values()]
    .filter((person) => person.active && person.id !== except)
    .map((person) => ({ id: person.id, label: person.name }))
    .sort(byLabel);
}

/** Assets by their label; those of the chosen site first. */
export function assetOptions(
  directory: DirectoryView,
  siteId: SiteId | null,
): readonly PickerOption<AssetId>[] {
  return [...directory.assets.values()]
    .filter((asset) => asset.active)
    .sort((a, b) => Number(b.siteId === siteId) - Number(a.siteId === siteId) || a.tag.localeCompare(b.tag))
    .map((asset) => ({
      id: asset.id,
      label: `${asset.tag} ${asset.name}`,
      note: [directory.sites.get(asset.siteId)?.name, asset.location].filter(Boolean).join(" · "),
    }));
}

/** Approved ones: a standard change has no other. */
export function templateOptions(directory: DirectoryView): readonly PickerOption<TemplateId>[] {
  return [...directory.templates.values()]
    .filter((template) => template.approved)
    .map((template) => ({ id: template.id, label: template.name }))
    .sort(byLabel);
}

export function siteOptions(directory: DirectoryView): readonly PickerOption<SiteId>[] {
  return [...directory.sites.values()].map((site) => ({ id: site.id, label: site.name })).sort(byLabel);
}

/** Two levels: each first level with its children under it. */
export function categoryOptions(directory: DirectoryView): readonly PickerOption<CategoryId>[] {
  const all = [...directory.categories.values()]
    .filter((category) => category.active)
    .sort((a, b) => byLabel({ label: a.name }, { label: b.name }));
  const childrenOf = (parent: Category) => all.filter((category) => category.parentId === parent.id);
  return all
    .filter((category) => category.parentId === null)
    .flatMap((parent) => [
      { id: parent.id, label: parent.name },
      ...childrenOf(parent).map((child) => ({
        id: child.id,
        label: child.name,
        note: parent.name,
        indent: true,
      })),
    ]);
}

export function categoryName(
  directory: Pick<DirectoryView, "categories">,
  id: CategoryId | null,
): string | null {
  const category = id === null ? undefined : directory.categories.get(id);
  if (!category) return null;
  const parent = category.parentId ? directory.categories.get(category.parentId) : undefined;
  return parent ? `${parent.name} › ${category.name}` : category.name;
}

function byLabel(a: { label: string }, b: { label: string }): number {
  return a.label.localeCompare(b.label, "zh-TW");
}
