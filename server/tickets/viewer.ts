import { scopesOf, type Viewer } from "../../core/access";
import type { GroupId } from "../../core/ids";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";

/** The viewer that access is judged for, with the groups of this moment. */
export async function readViewer(
  database: Database,
  account: SessionAccount,
): Promise<{ viewer: Viewer; scopes: readonly string[] }> {
  const memberships = await database.membership.findMany({ where: { accountId: account.id } });
  const groupIds = memberships.map((membership) => membership.groupId as GroupId);
  const viewer = { id: account.id, role: account.role, groupIds };
  return { viewer, scopes: scopesOf(viewer) };
}
