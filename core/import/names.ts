/** What names in a file stand for: things of the directory by the words that people know them by. */
import type { Asset, Category, Group, Person, Site } from "../directory/directory";
import type { AccountId } from "../ids";
import type { RowReader } from "./row-reader";

export interface DeskNames {
  /** By e-mail address in lower case. */
  readonly peopleByEmail: ReadonlyMap<string, Person>;
  readonly groupsByName: ReadonlyMap<string, readonly Group[]>;
  readonly sitesByName: ReadonlyMap<string, readonly Site[]>;
  /** By name, and by `parent / name`. */
  readonly categoriesByName: ReadonlyMap<string, readonly Category[]>;
  readonly assetsByTag: ReadonlyMap<string, Asset>;
}

interface NamedDirectory {
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly assets: ReadonlyMap<string, Asset>;
}

export function deskNames(directory: NamedDirectory, emails: ReadonlyMap<AccountId, string>): DeskNames {
  const { people, groups, sites, categories, assets } = directory;
  const peopleByEmail = new Map<string, Person>();
  for (const person of people.values()) {
    const email = emails.get(person.id);
    if (email !== undefined) peopleByEmail.set(email.toLowerCase(), person);
  }
  const fullName = ({ name, parentId }: Category): readonly string[] => {
    const parent = parentId === null ? undefined : categories.get(parentId);
    return parent === undefined ? [name] : [name, `${parent.name} / ${name}`];
  };
  return {
    peopleByEmail,
    groupsByName: byName([...groups.values()], ({ name }) => [name]),
    sitesByName: byName([...sites.values()], ({ name }) => [name]),
    categoriesByName: byName(
      [...categories.values()].filter(({ active }) => active),
      fullName,
    ),
    assetsByTag: new Map([...assets.values()].map((asset) => [asset.tag.toLowerCase(), asset])),
  };
}

function byName<Row>(rows: readonly Row[], namesOf: (row: Row) => readonly string[]) {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    for (const name of namesOf(row)) {
      const key = nameKey(name);
      found.set(key, [...(found.get(key) ?? []), row]);
    }
  }
  return found;
}

/** Names are the same whatever their case and the blanks around a slash. */
export function nameKey(name: string): string {
  return name
    .trim()
    .replace(/\s*[/／]\s*/g, "/")
    .toLowerCase();
}

const nameMaxLength = 400;

/** The one row of that name; says `unknown` or `ambiguous`. Null where nothing is named. */
export function readNamed<Row>(
  row: RowReader,
  column: string,
  rowsByName: ReadonlyMap<string, readonly Row[]>,
): Row | null {
  const name = row.text(column, nameMaxLength);
  if (name === null) return null;
  const found = rowsByName.get(nameKey(name)) ?? [];
  if (found.length > 1) return row.say(column, "ambiguous");
  return found[0] ?? row.say(column, "unknown");
}

export function readPerson(row: RowReader, column: string, names: DeskNames): Person | null {
  const email = row.text(column, nameMaxLength);
  if (email === null) return null;
  return names.peopleByEmail.get(email.toLowerCase()) ?? row.say(column, "unknown");
}
