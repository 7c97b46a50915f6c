/**
 * Assets of a file, and what they depend on: what is new is made, what differs is changed, nothing is taken away. All of it
 * in the one transaction that the caller began.
 */
import { relationsMax } from "../../core/directory/administration";
import type { Asset } from "../../core/directory/directory";
import type { SiteId } from "../../core/ids";
import { type AssetRow, readAssetRow } from "../../core/import/directory-rows";
import { problemValueMax } from "../../core/import/import";
import { type DeskNames, nameKey } from "../../core/import/names";
import type { Administration } from "../admin/administer";
import { relatedLine } from "../admin/asset-relations";
import type { Counts, ImportWork } from "./import";
import { noCounts, readAll } from "./read-all";

/** Of one statement: Prisma takes half a minute over a hundred thousand rows, and the transaction is idle meanwhile. */
const relationsAtOnce = 1_000;

/**
 * Sites that are not there are made: they are a name, and nothing else is known of them. 依賴 that are named are added,
 * none is taken away; each has the line in the history that it has where it is named by hand (asset-relations.ts).
 */
export async function importAssets(administration: Administration, work: ImportWork): Promise<Counts> {
  const { transaction } = administration;
  const { names, problems } = work;
  const rows = await readAll<AssetRow>(
    work,
    "tag",
    (reader) => readAssetRow(reader, names),
    ({ tag }) => tag.toLowerCase(),
  );
  const growth = rows.flatMap((row) => {
    const tags = newRelations(row, names);
    return tags.length === 0 ? [] : [{ row, tags }];
  });
  sayRelations(rows, growth, work);
  if (problems.length > 0) return noCounts;
  const siteIds = new Map<string, string>();
  for (const [name, [site]] of names.sitesByName) if (site !== undefined) siteIds.set(name, site.id);
  for (const { site } of rows) {
    if (siteIds.has(nameKey(site))) continue;
    siteIds.set(nameKey(site), (await transaction.site.create({ data: { name: site } })).id);
  }
  const counts = { created: 0, changed: 0, unchanged: 0 };
  const growing = new Set(growth.map(({ row }) => row));
  const fresh: Omit<Asset, "id" | "dependsOn">[] = [];
  for (const row of rows) {
    const before = names.assetsByTag.get(row.tag.toLowerCase());
    const data: Omit<Asset, "id" | "dependsOn"> = {
      tag: before?.tag ?? row.tag,
      name: row.name,
      siteId: (siteIds.get(nameKey(row.site)) ?? "") as SiteId,
      location: row.location ?? before?.location ?? "",
      groupId: row.groupId ?? before?.groupId ?? null,
      active: row.active ?? before?.active ?? true,
    };
    if (before === undefined) {
      fresh.push(data);
      continue;
    }
    const isSame = Object.entries(data).every(
      ([field, value]) => before[field as keyof typeof data] === value,
    );
    if (!isSame) await transaction.asset.update({ where: { id: before.id }, data });
    if (isSame && !growing.has(row)) counts.unchanged += 1;
    else counts.changed += 1;
  }
  await transaction.asset.createMany({ data: fresh });
  await relateAssets(administration, growth, names);
  return { ...counts, created: fresh.length };
}

/** A row and the tags, in lower case, that its asset does not depend on yet. */
type Growth = { readonly row: AssetRow; readonly tags: readonly string[] };

function newRelations({ tag, dependsOn }: AssetRow, { assetsByTag }: DeskNames): readonly string[] {
  const known = new Set(assetsByTag.get(tag.toLowerCase())?.dependsOn);
  const named = new Set(dependsOn.map((other) => other.toLowerCase()));
  return [...named].filter((other) => {
    const there = assetsByTag.get(other);
    return there === undefined || !known.has(there.id);
  });
}

function sayRelations(
  rows: readonly AssetRow[],
  growth: readonly Growth[],
  { names, problems }: ImportWork,
): void {
  const known = new Set([...names.assetsByTag.keys(), ...rows.map(({ tag }) => tag.toLowerCase())]);
  const column = "depends_on";
  for (const { line, tag, dependsOn } of rows) {
    for (const other of dependsOn) {
      if (other.toLowerCase() === tag.toLowerCase())
        problems.push({ line, column, code: "invalid", value: other });
      else if (!known.has(other.toLowerCase()))
        problems.push({ line, column, code: "unknown", value: other });
    }
  }
  for (const { row, tags } of growth) {
    const before = names.assetsByTag.get(row.tag.toLowerCase())?.dependsOn ?? [];
    if (before.length + tags.length <= relationsMax) continue;
    const value = row.dependsOn.join(";").slice(0, problemValueMax);
    problems.push({ line: row.line, column, code: "relations", value });
  }
}

async function relateAssets(
  { transaction, recordAll }: Administration,
  growth: readonly Growth[],
  names: DeskNames,
): Promise<void> {
  if (growth.length === 0) return;
  const all = await transaction.asset.findMany({ select: { id: true, tag: true, name: true } });
  const byId = new Map(all.map((asset) => [asset.id, asset]));
  const byTag = new Map(all.map((asset) => [asset.tag.toLowerCase(), asset]));
  // Tags that differ in their case alone may be there already: the one that was counted with is meant.
  const find = (tag: string) => {
    const key = tag.toLowerCase();
    const found = byId.get(names.assetsByTag.get(key)?.id ?? "") ?? byTag.get(key);
    if (found === undefined) throw new Error("an asset of the file is not there");
    return found;
  };
  const relations = growth.flatMap(({ row, tags }) => {
    const from = find(row.tag);
    return tags.map((tag) => ({ from, to: find(tag) }));
  });
  for (let at = 0; at < relations.length; at += relationsAtOnce) {
    const some = relations.slice(at, at + relationsAtOnce);
    await transaction.assetRelation.createMany({
      data: some.map(({ from, to }) => ({ fromId: from.id, toId: to.id })),
    });
    await recordAll(some.map(({ from, to }) => relatedLine(from, to)));
  }
}
