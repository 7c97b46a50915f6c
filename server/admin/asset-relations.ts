/** 依賴 of assets (core/directory/clash.ts): administrators name them; planned work is held against them everywhere. */
import { relationsMax } from "../../core/directory/administration";
import type { AccountId, AssetId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { type Administration, administer, type HistoryLine } from "./administer";

/** `fromId` does not work without `toId`. */
export type Relation = { readonly fromId: AssetId; readonly toId: AssetId };

/** Naming one twice changes nothing. Refusals: `subject.unknown` (either), `relation.tooMany`. */
export function relateAssets(database: Database, actorId: AccountId, relation: Relation): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const [from, to] = await findBoth(transaction, relation);
    const known = await transaction.assetRelation.findMany({ where: { fromId: relation.fromId } });
    if (known.some(({ toId }) => toId === relation.toId)) return;
    if (known.length >= relationsMax) throw new Refusal("relation.tooMany");
    await transaction.assetRelation.create({ data: relation });
    await record(relatedLine(from, to));
  });
}

type Named = { readonly id: string; readonly tag: string; readonly name: string };
const nameOf = ({ tag, name }: Named): string => `${tag} ${name}`;

/** The line of history of a new one, whether it was named by hand or in a file. */
export function relatedLine(from: Named, to: Named): HistoryLine {
  const subject = { subjectId: from.id, subjectName: nameOf(from) };
  return { kind: "asset.related", ...subject, before: {}, after: { dependsOn: nameOf(to) } };
}

/** Refusals: `subject.unknown`, also where they are not related. */
export function unrelateAssets(database: Database, actorId: AccountId, relation: Relation): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const [from, to] = await findBoth(transaction, relation);
    const { count } = await transaction.assetRelation.deleteMany({ where: relation });
    if (count === 0) throw new Refusal("subject.unknown");
    const subject = { subjectId: from.id, subjectName: nameOf(from) };
    await record({ kind: "asset.unrelated", ...subject, before: { dependsOn: nameOf(to) }, after: {} });
  });
}

async function findBoth(
  transaction: Administration["transaction"],
  { fromId, toId }: Relation,
): Promise<[Named, Named]> {
  const rows = await transaction.asset.findMany({ where: { id: { in: [fromId, toId] } } });
  const find = (id: AssetId): Named => {
    const asset = rows.find((row) => row.id === id);
    if (asset === undefined) throw new Refusal("subject.unknown");
    return asset;
  };
  return [find(fromId), find(toId)];
}
