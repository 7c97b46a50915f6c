/** A small desk for tests: two groups with a lead and members each, a requester, an administrator. */
import { randomUUID } from "node:crypto";
import type { AccountId, CategoryId, ClientId, GroupId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import { createTestDatabase } from "../../scripts/testing/database";
import { createDatabase, type Database } from "../db";
import type { PushInput } from "../sync/request";

export type Desk = {
  readonly database: Database;
  readonly url: string;
  readonly fieldGroup: GroupId;
  readonly networkGroup: GroupId;
  readonly category: CategoryId;
  readonly lead: AccountId;
  readonly engineer: AccountId;
  readonly colleague: AccountId;
  readonly networkLead: AccountId;
  readonly networkEngineer: AccountId;
  readonly requester: AccountId;
  readonly admin: AccountId;
  end(): Promise<void>;
};

/** Nobody does anything before they have an account (T1). */
const accountAgeMs = 365 * 86_400_000;

export async function createDesk(): Promise<Desk> {
  const { url, drop } = await createTestDatabase();
  const database = createDatabase(url, 20);
  const person = async (name: string, role: string): Promise<AccountId> => {
    const data = {
      name,
      role,
      email: `${name}@desk.example`,
      createdAt: new Date(Date.now() - accountAgeMs),
    };
    const row = await database.account.create({ data });
    return row.id as AccountId;
  };
  const group = async (name: string, ownsIncidents: boolean): Promise<GroupId> =>
    (await database.group.create({ data: { name, ownsIncidents } })).id as GroupId;
  const fieldGroup = await group("field", true);
  const networkGroup = await group("network", false);
  const [lead, engineer, colleague] = [
    await person("lead", "agent"),
    await person("engineer", "agent"),
    await person("colleague", "agent"),
  ];
  const [networkLead, networkEngineer] = [
    await person("network-lead", "agent"),
    await person("network-engineer", "agent"),
  ];
  const [requester, admin] = [await person("requester", "requester"), await person("admin", "admin")];
  await database.membership.createMany({
    data: [
      { groupId: fieldGroup, accountId: lead, role: "lead" },
      { groupId: fieldGroup, accountId: engineer, role: "member" },
      { groupId: fieldGroup, accountId: colleague, role: "member" },
      { groupId: networkGroup, accountId: networkLead, role: "lead" },
      { groupId: networkGroup, accountId: networkEngineer, role: "member" },
    ],
  });
  const category = (await database.category.create({ data: { name: "power" } })).id as CategoryId;
  await database.parameter.create({ data: { name: "default_inc_group_id", value: fieldGroup } });
  await database.parameter.create({ data: { name: "default_pro_group_id", value: fieldGroup } });
  await database.parameter.create({ data: { name: "default_cha_group_id", value: fieldGroup } });
  await database.parameter.create({ data: { name: "default_cha_review_group_id", value: networkGroup } });
  return {
    database,
    url,
    fieldGroup,
    networkGroup,
    category,
    lead,
    engineer,
    colleague,
    networkLead,
    networkEngineer,
    requester,
    admin,
    async end() {
      await database.$disconnect();
      await drop();
    },
  };
}

export const uuid = <Id extends string>(): Id => randomUUID() as Id;

/** One phone of one account: numbers its actions like the queue does. */
export type Phone = {
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  /** The next action of this phone; what is not given is harmless. */
  act(given: Partial<Action> & Pick<Action, "type" | "ticketId">): Action;
};

export function createPhone(accountId: AccountId, clientId = uuid<ClientId>()): Phone {
  let seq = 0;
  return {
    accountId,
    clientId,
    act(given) {
      seq += 1;
      return {
        clientId,
        seq,
        actionId: uuid(),
        typeVersion: 1,
        baseRevision: 0,
        args: {},
        occurredAt: Date.now() - 1_000,
        clockOffset: 0,
        uncertainTime: false,
        dependsOn: [],
        ...given,
      };
    },
  };
}

/** What the router hands to push for these actions. */
export function pushOf(phone: Phone, actions: readonly Action[]): PushInput {
  const entries = actions.map((action) => ({
    clientId: action.clientId,
    seq: action.seq,
    actionId: action.actionId,
    raw: action as unknown as Record<string, unknown>,
  }));
  return { accountId: phone.accountId, clientId: phone.clientId, entries };
}

/** The action that opens an incident for the field group. */
export function openIncident(desk: Desk, phone: Phone, title = "UPS alarm"): Action & { ticketId: TicketId } {
  return phone.act({
    type: "open",
    ticketId: uuid<TicketId>(),
    args: {
      flow: "incident",
      title,
      description: "",
      categoryId: desk.category,
      impact: "medium",
      urgency: "medium",
    },
  });
}
