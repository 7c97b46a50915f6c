/** 依賴 of assets (core/directory/clash.ts): administrators name them; planned work is held against them everywhere. */
import { relationsMax } from "../../core/directory/administration";
import type { AccountId, AssetId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { type Administration, administer } from "./administer";

/** `fromId` does not work without `toId`. */
export type Relation = { readonly fromId: AssetId; readonly toId: AssetId };

/** Naming one twice changes nothing. Refusals: `subject.unknown` (either), `relation.tooMany`. */
export function relateAssets(database: Database, actorId: AccountId, relation: Relation): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const [from, to] = await namesOf(transaction, relation);
    const known = await transaction.assetRelation.findMany({ where: { fromId: relation.fromId } });
    if (known.some(({ toId }) => toId === relation.toId)) return;
    if (known.length >= relationsMax) throw new Refusal("relation.tooMany");
    await transaction.assetRelation.create({ data: relation });
    const subject = { subjectId: relation.fromId, subjectName: from };
    await record({ kind: "asset.related", ...subject, before: {}, after: { dependsOn: to } });
  });
}

/** Refusals: `subject.unknown`, also where they are not related. */
export function unrelateAssets(database: Database, actorId: AccountId, relation: Relation): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const [from, to] = await namesOf(transaction, relation);
    const { count } = await transaction.assetRelation.deleteMany({ where: relation });
    if (count === 0) throw new Refusal("subject.unknown");
    const subject = { subjectId: relation.fromId, subjectName: from };
    await record({ kind: "asset.unrelated", ...subject, before: { dependsOn: to }, after: {} });
  });
}

async function namesOf(
  transaction: Administration["transaction"],
  { fromId, toId }: Relation,
): Promise<[string, string]> {
  const rows = await transaction.asset.findMany({ where: { id: { in: [fromId, toId] } } });
  const nameOf = (id: AssetId): string => {
    const asset = rows.find((row) => row.id === id);
    if (asset === undefined) throw new Refusal("subject.unknown");
    return `${asset.tag} ${asset.name}`;
  };
  return [nameOf(fromId), nameOf(toId)];
}
