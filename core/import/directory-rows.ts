/** Rows of people.csv, groups.csv and assets.csv as drafts. Null where something is wrong, which the row has said. */
import { emailMax, membersMax, nameMax, relationsMax } from "../directory/administration";
import type { Asset, Group, Role } from "../directory/directory";
import type { AccountId, GroupId } from "../ids";
import { type DeskNames, nameKey, readNamed } from "./names";
import type { RowReader } from "./row-reader";

const tagMaxLength = 200;
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export interface PersonRow {
  readonly email: string;
  readonly name: string;
  /** Null: as it is; of somebody new: opens tickets only. */
  readonly role: Role | null;
}

const roleByWord: ReadonlyMap<string, Role> = new Map([
  ["requester", "requester"],
  ["agent", "agent"],
  ["admin", "admin"],
]);

export function readPersonRow(row: RowReader): PersonRow | null {
  const email = row.needed("email", emailMax)?.toLowerCase() ?? null;
  if (email !== null && !emailPattern.test(email)) row.say("email", "invalid");
  const name = row.needed("name", nameMax);
  const role = row.choice("role", roleByWord);
  return email === null || name === null ? null : { email, name, role };
}

export interface GroupRow {
  readonly line: number;
  readonly name: string;
  /** By name, as it may come further down in the file. */
  readonly parent: string | null;
  readonly ownsIncidents: boolean | null;
  readonly roles: ReadonlyMap<AccountId, "lead" | "member">;
}

export function readGroupRow(row: RowReader, names: DeskNames): GroupRow | null {
  const name = row.needed("name", nameMax);
  const parent = row.text("parent", nameMax);
  const ownsIncidents = row.flag("owns_incidents");
  const roles = new Map<AccountId, "lead" | "member">();
  for (const [column, role] of [
    ["members", "member"],
    ["leads", "lead"],
  ] as const) {
    for (const email of row.list(column, membersMax)) {
      const person = names.peopleByEmail.get(email.toLowerCase());
      if (person === undefined || !person.active) row.say(column, "unknown", email);
      else if (person.role === "requester") row.say(column, "notStaff", email);
      else roles.set(person.id, role);
    }
  }
  if (name !== null && parent !== null && nameKey(parent) === nameKey(name))
    return row.say("parent", "invalid");
  return name === null ? null : { line: row.line, name, parent, ownsIncidents, roles };
}

export interface AssetRow extends Pick<Asset, "tag" | "name"> {
  readonly line: number;
  /** Tags; one may come further down in the file. */
  readonly dependsOn: readonly string[];
  /** By name: one that is not there is made. */
  readonly site: string;
  readonly location: string | null;
  readonly groupId: GroupId | null;
  readonly active: boolean | null;
}

export function readAssetRow(row: RowReader, names: DeskNames): AssetRow | null {
  const tag = row.needed("tag", tagMaxLength);
  const name = row.needed("name", nameMax);
  const site = row.needed("site", nameMax);
  if (site !== null && (names.sitesByName.get(nameKey(site))?.length ?? 0) > 1) row.say("site", "ambiguous");
  const location = row.text("location", tagMaxLength);
  const group: Group | null = readNamed(row, "group", names.groupsByName);
  const active = row.flag("active");
  const dependsOn = row.list("depends_on", relationsMax);
  if (tag === null || name === null || site === null) return null;
  return { line: row.line, tag, name, site, location, groupId: group?.id ?? null, active, dependsOn };
}
