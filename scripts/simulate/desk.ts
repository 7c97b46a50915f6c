/** The desk of every simulated world: people, groups and things under fixed ids, and a database whose clock is ours. */
import { readFileSync } from "node:fs";
import pg from "pg";
import type { Role } from "../../core/directory/directory";
import type { AccountId, AssetId, CategoryId, GroupId, SiteId, TemplateId } from "../../core/ids";

const idOf = <Id extends string>(kind: string, n: number): Id =>
  `00000000-0000-4000-8000-${kind}${n.toString(16).padStart(12 - kind.length, "0")}` as Id;

export interface SimulatedPerson {
  readonly id: AccountId;
  readonly name: string;
  readonly role: Role;
}
const person = (n: number, name: string, role: Role): SimulatedPerson => ({
  id: idOf<AccountId>("ac", n),
  name,
  role,
});

export const admin = person(1, "siyu", "admin");
export const people: readonly SimulatedPerson[] = [
  person(2, "bohan", "agent"),
  person(3, "shufen", "agent"),
  person(4, "yazhu", "agent"),
  person(5, "zhihao", "agent"),
  person(6, "weiting", "agent"),
  person(7, "meiling", "requester"),
];

export const groups = {
  desk: idOf<GroupId>("9a", 1),
  field: idOf<GroupId>("9a", 2),
  network: idOf<GroupId>("9a", 3),
  review: idOf<GroupId>("9a", 4),
} as const;
export const groupIds: readonly GroupId[] = Object.values(groups);

export const siteId = idOf<SiteId>("51", 1);
export const assetIds: readonly AssetId[] = [idOf<AssetId>("a5", 1), idOf<AssetId>("a5", 2)];
export const categoryIds: readonly CategoryId[] = [idOf<CategoryId>("ca", 1), idOf<CategoryId>("ca", 2)];
export const templateId = idOf<TemplateId>("7e", 1);

const agent = (index: number): string => people[index]?.id ?? "";
/** One leads where nobody joins or leaves, so that every change of a group is one an administrator may make. */
const memberships: readonly (readonly [GroupId, string, "lead" | "member"])[] = [
  [groups.desk, agent(2), "lead"],
  [groups.desk, agent(1), "member"],
  [groups.field, agent(1), "lead"],
  [groups.field, agent(0), "member"],
  [groups.field, agent(2), "member"],
  [groups.network, agent(3), "lead"],
  [groups.network, agent(4), "member"],
  [groups.review, agent(3), "lead"],
  [groups.review, agent(4), "member"],
  [groups.review, agent(2), "member"],
];

const text = (value: string): string => pg.escapeLiteral(value);

function fillStatements(): readonly string[] {
  const everyone = [admin, ...people];
  return [
    ...everyone.map(
      ({ id, name, role }) => `INSERT INTO account (id, name, role, email, created_at, updated_at)
        VALUES (${text(id)}, ${text(name)}, ${text(role)}, ${text(`${name}@desk.example`)}, '2025-01-01', '2025-01-01')`,
    ),
    ...Object.entries(groups).map(
      ([name, id]) => `INSERT INTO desk_group (id, name, owns_incidents)
        VALUES (${text(id)}, ${text(name)}, ${name === "desk"})`,
    ),
    ...memberships.map(
      ([group, account, role]) => `INSERT INTO membership (group_id, account_id, role)
        VALUES (${text(group)}, ${text(account)}, ${text(role)})`,
    ),
    `INSERT INTO site (id, name) VALUES (${text(siteId)}, '南港廠')`,
    ...assetIds.map(
      (id, index) =>
        `INSERT INTO asset (id, tag, name, site_id) VALUES (${text(id)}, 'A-${index}', 'UPS', ${text(siteId)})`,
    ),
    ...categoryIds.map(
      (id, index) => `INSERT INTO category (id, name, group_id)
        VALUES (${text(id)}, 'category ${index}', ${text(index === 0 ? groups.field : groups.network)})`,
    ),
    `INSERT INTO change_template (id, name, approved) VALUES (${text(templateId)}, 'generic', true)`,
    ...Object.entries({
      default_inc_group_id: groups.field,
      default_pro_group_id: groups.field,
      default_cha_group_id: groups.network,
      default_cha_review_group_id: groups.review,
    }).map(
      ([name, id]) => `INSERT INTO parameter (name, value) VALUES ('${name}', to_jsonb(${text(id)}::text))`,
    ),
  ];
}

/** The options of every session: our clock before PostgreSQL's, and no limit by real time, which stands still for nobody here. */
export const sessionOptions =
  "-c search_path=sim,public,pg_catalog -c lock_timeout=0 -c idle_in_transaction_session_timeout=0";

/**
 * Makes of a migrated database the template of all worlds: the desk, a history of every ticket, and instead of
 * PostgreSQL's clock and random ids a clock that is set from outside and ids that are counted.
 */
export async function prepareTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(readFileSync("scripts/simulate/world.sql", "utf8"));
    for (const statement of fillStatements()) await client.query(statement);
  } finally {
    await client.end();
  }
}
