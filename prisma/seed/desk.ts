/** Writes the directory of the demo desk; answers the ids that the stories speak of by key. */
import { hashPassword } from "better-auth/crypto";
import type { AccountId, AssetId, CategoryId, GroupId, SiteId, TemplateId } from "../../core/ids";
import type { Database } from "../../server/db";
import { groups, people } from "./people";
import { assets, categories, dependencies, sites, templates } from "./things";

export type DemoDesk = {
  readonly account: (key: string) => AccountId;
  readonly group: (key: string) => GroupId;
  readonly category: (key: string) => CategoryId;
  readonly site: (key: string) => SiteId;
  /** By its tag. */
  readonly asset: (tag: string) => AssetId;
  readonly template: (key: string) => TemplateId;
};

/** Older than all stories: nobody does anything before they have an account (T1). */
const accountAgeMs = 365 * 86_400_000;

export async function createDesk(
  on: Database,
  accounts: readonly { readonly email: string; readonly password: string }[],
  now: number,
): Promise<DemoDesk> {
  const accountIds = await createAccounts(on, accounts, new Date(now - accountAgeMs));
  const groupIds = new Map<string, GroupId>();
  for (const { key, name, parent, ownsIncidents, leads, members } of groups) {
    const parentId = parent === null ? null : find(groupIds, parent);
    const memberships = [
      ...leads.map((lead) => ({ accountId: find(accountIds, lead), role: "lead" })),
      ...members.map((member) => ({ accountId: find(accountIds, member), role: "member" })),
    ];
    const data = { name, parentId, ownsIncidents, memberships: { create: memberships } };
    groupIds.set(key, (await on.group.create({ data })).id as GroupId);
  }
  const siteIds = new Map<string, SiteId>();
  for (const [key, name] of Object.entries(sites)) {
    siteIds.set(key, (await on.site.create({ data: { name } })).id as SiteId);
  }
  const categoryIds = new Map<string, CategoryId>();
  for (const [key, { name, parent, group }] of Object.entries(categories)) {
    const parentId = parent === null ? null : find(categoryIds, parent);
    const groupId = group === null ? null : find(groupIds, group);
    categoryIds.set(key, (await on.category.create({ data: { name, parentId, groupId } })).id as CategoryId);
  }
  const assetIds = new Map<string, AssetId>();
  for (const { tag, name, site, location, group } of assets) {
    const data = {
      tag,
      name,
      location,
      siteId: find(siteIds, site),
      groupId: group && find(groupIds, group),
    };
    assetIds.set(tag, (await on.asset.create({ data })).id as AssetId);
  }
  await on.assetRelation.createMany({
    data: dependencies.map(([from, to]) => ({ fromId: find(assetIds, from), toId: find(assetIds, to) })),
  });
  const templateIds = new Map<string, TemplateId>();
  for (const [key, name] of Object.entries(templates)) {
    const row = await on.changeTemplate.create({ data: { name, approved: true } });
    templateIds.set(key, row.id as TemplateId);
  }
  await on.parameter.createMany({
    data: [
      { name: "default_inc_group_id", value: find(groupIds, "desk") },
      { name: "default_pro_group_id", value: find(groupIds, "application") },
      { name: "default_cha_group_id", value: find(groupIds, "network") },
      { name: "default_cha_review_group_id", value: find(groupIds, "review") },
    ],
  });
  return {
    account: (key) => find(accountIds, key),
    group: (key) => find(groupIds, key),
    category: (key) => find(categoryIds, key),
    site: (key) => find(siteIds, key),
    asset: (tag) => find(assetIds, tag),
    template: (key) => find(templateIds, key),
  };
}

async function createAccounts(
  on: Database,
  accounts: readonly { readonly email: string; readonly password: string }[],
  createdAt: Date,
): Promise<ReadonlyMap<string, AccountId>> {
  const passwords = new Map(accounts.map(({ email, password }) => [email, password]));
  // One hash takes a tenth of a second; those who share a password share it.
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (password: string): Promise<string> => {
    const known = hashes.get(password) ?? hashPassword(password);
    hashes.set(password, known);
    return known;
  };
  const ids = new Map<string, AccountId>();
  for (const { key, name, email, role } of people) {
    const password = await hashOf(find(passwords, email));
    const row = await on.account.create({ data: { name, email, role, emailVerified: true, createdAt } });
    await on.credential.create({
      data: { userId: row.id, accountId: row.id, providerId: "credential", password },
    });
    ids.set(key, row.id as AccountId);
  }
  return ids;
}

function find<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The demo desk has no "${key}".`);
  return value;
}
