/** Which groups a ticket gets, and which groups may be chosen (WORKFLOWS.md, Accounts and groups). */
import type { AssetId, CategoryId, GroupId } from "../ids";
import type { ReturnCode } from "../sync/protocol";
import { type DecideContext, isUnknown, type Known, unknown } from "../workflow/decision";
import type { Flow } from "../workflow/vocabulary";
import { leadsOf } from "./people";

/** Why a group cannot be given work; null when it can, or when this side does not know it. */
export function groupRefusal(groupId: GroupId, context: DecideContext): ReturnCode | null {
  const group = context.group(groupId);
  if (isUnknown(group)) return null;
  if (group === null) return "group.unknown";
  if (!group.active) return "group.inactive";
  return leadsOf(groupId, context).length === 0 ? "group.noLead" : null;
}

/**
 * Without an explicit choice: the asset's group, else the category's (else its parent's), else the parameter. One that
 * cannot be given work is passed over. Null: no group fits, the administrators are told; or it is not known here.
 */
export function defaultGroup(
  flow: Flow,
  assetIds: readonly AssetId[],
  categoryId: CategoryId | null,
  context: DecideContext,
): GroupId | null {
  for (const candidate of candidates(flow, assetIds, categoryId, context)) {
    if (isUnknown(candidate)) return null;
    if (candidate !== null && groupRefusal(candidate, context) === null) return candidate;
  }
  return null;
}

function* candidates(
  flow: Flow,
  assetIds: readonly AssetId[],
  categoryId: CategoryId | null,
  context: DecideContext,
): Generator<Known<GroupId | null>> {
  for (const id of assetIds) yield groupIdIn(context.asset(id));
  const category = categoryId === null ? null : context.category(categoryId);
  yield groupIdIn(category);
  if (!isUnknown(category) && category?.parentId) yield groupIdIn(context.category(category.parentId));
  const parameters = context.parameters();
  yield isUnknown(parameters) ? unknown : parameters[defaultParameter(flow)];
}

function groupIdIn(row: Known<{ readonly groupId: GroupId | null } | null>): Known<GroupId | null> {
  return isUnknown(row) ? unknown : (row?.groupId ?? null);
}

/** The parameter that names the group of last resort for new tickets of this flow. */
export function defaultParameter(
  flow: Flow,
): "default_inc_group_id" | "default_pro_group_id" | "default_cha_group_id" {
  if (flow === "incident") return "default_inc_group_id";
  if (flow === "problem") return "default_pro_group_id";
  return "default_cha_group_id";
}

/** 事故所有組 of a new incident: the parameter's groups, or every active group flagged 事故組. */
export function defaultOwnerGroups(context: DecideContext): readonly GroupId[] {
  const parameters = context.parameters();
  if (isUnknown(parameters)) return [];
  if (parameters.inc_owner_group_ids.length > 0) {
    return parameters.inc_owner_group_ids.filter((id) => {
      const group = context.group(id);
      return isUnknown(group) || group?.active === true;
    });
  }
  const groups = context.groups();
  if (isUnknown(groups)) return [];
  return groups.filter((group) => group.active && group.ownsIncidents).map((group) => group.id);
}
