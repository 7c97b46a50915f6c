/**
 * Edits of fields as SYNC A3 has them, for administration: each says what its editor began with. So two administrators
 * who change different fields both hold, and nobody overwrites what they have not seen.
 */

/** `null`: nothing there, such as somebody who is not in a group. */
export interface Edit<Value> {
  readonly from: Value;
  readonly to: Value;
}
export type Edits<Fields> = { readonly [Name in keyof Fields]?: Edit<Fields[Name]> | undefined };

/** What the fields are now where an edit began with something else, and does not come to the same. */
export function conflictsOf<Fields extends object>(present: Fields, edits: Edits<Fields>): Partial<Fields> {
  const clashing = entriesOf(edits).filter(([name, { from, to }]) => {
    const now = fieldOf(present, name);
    return now !== from && now !== to;
  });
  return fromEntries(clashing.map(([name]) => [name, fieldOf(present, name)]));
}

/** The fields as they are with the edits. */
export function withEdits<Fields extends object>(present: Fields, edits: Edits<Fields>): Fields {
  return { ...present, ...fromEntries<Fields>(entriesOf(edits).map(([name, { to }]) => [name, to])) };
}

/** `edits` once the editor has made of the fields what `wanted` says. */
export function editsTo<Fields extends object>(
  wanted: Fields,
  present: Fields,
  edits: Edits<Fields>,
): Edits<Fields> {
  const names = namesOf({ ...present, ...edits, ...wanted });
  const entries = names.flatMap((name) => {
    const to = fieldOf(wanted, name);
    const begun = edits[name];
    const from = begun ? begun.from : fieldOf(present, name);
    return to === from ? [] : [[name, { from, to }] as const];
  });
  return Object.fromEntries(entries) as Edits<Fields>;
}

/** The edits that still change something: what others made the same is done. */
export function openEdits<Fields extends object>(present: Fields, edits: Edits<Fields>): Edits<Fields> {
  const open = entriesOf(edits).filter(([name, { to }]) => fieldOf(present, name) !== to);
  return Object.fromEntries(open) as Edits<Fields>;
}

/** The same edits, begun with what the fields are now: whoever saves them has been shown it. */
export function rebased<Fields extends object>(edits: Edits<Fields>, shown: Partial<Fields>): Edits<Fields> {
  const entries = entriesOf(edits).map(([name, { from, to }]) => [
    name,
    { from: name in shown ? shown[name] : from, to },
  ]);
  return Object.fromEntries(entries) as Edits<Fields>;
}

type Entry<Fields> = { [Name in keyof Fields]: readonly [Name, Edit<Fields[Name]>] }[keyof Fields];

function entriesOf<Fields extends object>(edits: Edits<Fields>): readonly Entry<Fields>[] {
  return Object.entries(edits).filter(
    ([, edit]) => edit !== undefined,
  ) as unknown as readonly Entry<Fields>[];
}

function namesOf<Fields extends object>(fields: Fields): readonly (keyof Fields)[] {
  return Object.keys(fields) as (keyof Fields)[];
}

function fieldOf<Fields extends object>(fields: Fields, name: keyof Fields): Fields[keyof Fields] {
  return Object.hasOwn(fields, name) ? fields[name] : (null as Fields[keyof Fields]);
}

function fromEntries<Fields>(entries: readonly (readonly [keyof Fields, unknown])[]): Partial<Fields> {
  return Object.fromEntries(entries) as Partial<Fields>;
}
