/** Which group will get the ticket, as far as this phone knows (WORKFLOWS.md, Accounts and groups). The server decides. */
import type { DirectoryView } from "../../client/genba";
import { defaultParameter } from "../../core/directory/groups";
import type { ActionArgs } from "../../core/sync/protocol";

/** The explicit choice, else the asset's group, else the category's (or its parent's), else the parameter. Null: unknown. */
export function previewGroup(directory: DirectoryView, args: ActionArgs): string | null {
  const asset = args.assetIds?.[0] ? directory.assets.get(args.assetIds[0]) : undefined;
  const category = args.categoryId ? directory.categories.get(args.categoryId) : undefined;
  const parent = category?.parentId ? directory.categories.get(category.parentId) : undefined;
  const candidates = [
    args.groupId,
    asset?.groupId,
    category?.groupId,
    parent?.groupId,
    directory.parameters?.[defaultParameter(args.flow ?? "incident")],
  ];
  for (const id of candidates) {
    const group = id ? directory.groups.get(id) : undefined;
    if (group?.active) return group.name;
  }
  return null;
}
