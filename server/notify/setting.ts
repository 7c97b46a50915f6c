/** What a person chose for themselves; for what is written from then on. */
import type { AccountId } from "../../core/ids";
import { type DigestTime, nextDigest } from "../../core/notify/digest-time";
import { defaultSetting, type NotifySetting } from "../../core/notify/policy";
import { defaultZone } from "../../core/notify/quiet-hours";
import type { Database } from "../db";

/** `digest` undefined: as it is. */
export type SettingChange = Omit<NotifySetting, "digest"> & {
  readonly digest?: DigestTime | null | undefined;
};

export async function readSetting(database: Database, accountId: AccountId): Promise<NotifySetting> {
  const row = await database.notifySetting.findUnique({ where: { accountId } });
  if (row === null) return defaultSetting;
  const { push, mail, quietFrom, quietUntil, zone, digestAt, digestZone } = row;
  const quiet =
    quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil, zone };
  const digest = digestAt === null || digestZone === null ? null : { at: digestAt, zone: digestZone };
  return { push, mail, quiet, digest };
}

/** `now` in epoch ms: the digest is due at its next time from then on. */
export async function saveSetting(
  database: Database,
  accountId: AccountId,
  { push, mail, quiet, digest }: SettingChange,
  now: number = Date.now(),
): Promise<void> {
  const stored = await readSetting(database, accountId);
  const values = {
    push,
    mail,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    zone: quiet?.zone ?? defaultZone,
    ...digestValues(stored.digest, digest, now),
  };
  await database.notifySetting.upsert({
    where: { accountId },
    create: { accountId, ...values },
    update: values,
  });
}

/** One that stays at its time stays due: saving something else loses none that is on its way. */
function digestValues(stored: DigestTime | null, digest: DigestTime | null | undefined, now: number) {
  if (digest === undefined || (stored?.at === digest?.at && stored?.zone === digest?.zone)) return {};
  return {
    digestAt: digest?.at ?? null,
    digestZone: digest?.zone ?? null,
    digestDueAt: digest === null ? null : new Date(nextDigest(now, digest)),
    digestLeaseUntil: null,
    digestAttempts: 0,
  };
}
