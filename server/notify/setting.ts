/** What a person chose for themselves; for what is written from then on. */
import type { AccountId } from "../../core/ids";
import { defaultSetting, type NotifySetting } from "../../core/notify/policy";
import { defaultZone } from "../../core/notify/quiet-hours";
import type { Database } from "../db";

export async function readSetting(database: Database, accountId: AccountId): Promise<NotifySetting> {
  const row = await database.notifySetting.findUnique({ where: { accountId } });
  if (row === null) return defaultSetting;
  const { push, mail, quietFrom, quietUntil, zone } = row;
  const quiet =
    quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil, zone };
  return { push, mail, quiet };
}

export async function saveSetting(
  database: Database,
  accountId: AccountId,
  { push, mail, quiet }: NotifySetting,
): Promise<void> {
  const values = {
    push,
    mail,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    zone: quiet?.zone ?? defaultZone,
  };
  await database.notifySetting.upsert({
    where: { accountId },
    create: { accountId, ...values },
    update: values,
  });
}
