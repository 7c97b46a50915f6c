/** What happens at the desk while phones work: groups change, stand-ins come and go, jobs run, a backup is restored. */
import type { MemberRoles } from "../../core/directory/administration";
import { editsTo } from "../../core/directory/edits";
import { createDelegation, removeDelegation } from "../../server/admin/delegations";
import { editMembers } from "../../server/admin/groups";
import type { Database } from "../../server/db";
import { expireTickets } from "../../server/tickets/expire";
import { admin, groups, people } from "./desk";
import type { Dice } from "./dice";
import type { World } from "./world";

const dayMs = 86_400_000;

/** Who can come and go without a group losing its lead. */
const movable = [people[0], people[2], people[4]].flatMap((one) => one ?? []);
const changing = [groups.field, groups.network, groups.desk];

export async function changeGroup(world: World, database: Database, dice: Dice): Promise<void> {
  const groupId = dice.pick(changing);
  const { id } = dice.pick(movable);
  const rows = await database.membership.findMany({ where: { groupId } });
  const present = Object.fromEntries(rows.map(({ accountId, role }) => [accountId, role])) as MemberRoles;
  if (present[id] === "lead") return;
  const wanted = { ...present, [id]: id in present ? null : "member" };
  const edits = editsTo<MemberRoles>(wanted as MemberRoles, present, {});
  await editMembers(database, admin.id, groupId, edits);
  world.saw("group change");
}

export async function changeStandIn(world: World, database: Database, dice: Dice): Promise<void> {
  const standing = await database.delegation.findMany({ orderBy: { id: "asc" } });
  const [first] = standing;
  if (first !== undefined && dice.chance(0.5)) {
    await removeDelegation(database, admin.id, first.id);
    return;
  }
  const agents = people.filter(({ role }) => role === "agent");
  const [principal, delegate] = [dice.pick(agents), dice.pick(agents)];
  if (principal === delegate) return;
  const now = world.now();
  const draft = {
    principalId: principal.id,
    delegateId: delegate.id,
    from: now - 1_000,
    until: now + 5_000 + dice.below(60_000),
  };
  await createDelegation(database, admin.id, draft);
  world.saw("delegation");
}

/** A month is over for what was closed: it leaves the phones (R9). */
export async function expire(world: World, database: Database): Promise<void> {
  if ((await expireTickets(database, world.now() + 32 * dayMs)) > 0) world.saw("expiry");
}

/** As `npm run restore-epoch` does (R5). */
export async function restore(world: World, database: Database): Promise<void> {
  await database.$executeRaw`UPDATE sync_counter SET epoch = gen_random_uuid()`;
  world.saw("epoch change");
}

/** The server learns what version 2 means (S2a): the same as version 1. */
export async function learn(world: World, database: Database): Promise<void> {
  const learnt = await database.$executeRaw`
    UPDATE action_outcome SET action = jsonb_set(action, '{typeVersion}', '1')
    WHERE outcome ->> 'kind' = 'held' AND action -> 'typeVersion' = '2'`;
  if (learnt > 0) world.saw("unknown version learnt");
}
