/**
 * How people are told: the matrix and each person's own choice, laid on the rows of the outbox in the transaction that
 * writes them. `decide` has named whom the workflow tells; here some are left out, and each row gets its channels and
 * the moments from which it may be pushed and mailed. Read in that transaction, so there is no copy to grow old.
 */
import type { EpochMs } from "../../core/ids";
import { mailDueAt } from "../../core/notify/mail-due";
import {
  choose,
  defaultChannels,
  indexRules,
  isTold,
  matrixRowOf,
  type Rule,
  type Rules,
} from "../../core/notify/matrix";
import { kindSaid } from "../../core/notify/notice";
import { defaultSetting, type NotifySetting } from "../../core/notify/policy";
import { isCritical, quietUntil } from "../../core/notify/quiet-hours";
import type { SqlRunner } from "../db";
import { ask, readSql } from "../sql";
import type { OutboxPayload, OutboxRow } from "../sync/write";

/** As it is stored. The push waits until `dueAt`, the mail until `mailDueAt`, null: none; the inbox for nothing. */
export type AddressedRow = OutboxRow & {
  readonly inbox: boolean;
  readonly push: boolean;
  readonly mail: boolean;
  readonly dueAt: EpochMs;
  readonly mailDueAt: EpochMs | null;
};

/** What bears on a notice: the digest is no notice. */
type Choice = Omit<NotifySetting, "digest">;

type Policy = {
  readonly now: EpochMs;
  readonly rules: readonly Rule[];
  readonly settings: Readonly<Record<string, Choice>>;
};

const policySql = readSql("notify/sql/policy.sql");

export async function address(on: SqlRunner, rows: readonly OutboxRow[]): Promise<readonly AddressedRow[]> {
  if (rows.length === 0) return [];
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const policy = await ask<Policy>(on, policySql, accountIds);
  if (policy === null) throw new Error("address: no answer");
  const rules = indexRules(policy.rules);
  return rows.flatMap((row) => {
    const setting = policy.settings[row.accountId] ?? defaultSetting;
    return addressRow(row, rules, setting, policy.now) ?? [];
  });
}

function addressRow(row: OutboxRow, rules: Rules, setting: Choice, now: EpochMs): AddressedRow | null {
  const chosen = chooseFor(row.payload, rules);
  if (chosen === null) return null;
  const { inbox, push, mail } = chosen.channels;
  const channels = { inbox, push: push && setting.push, mail: mail && setting.mail };
  if (!isTold(channels)) return null;
  const { quiet } = setting;
  const dueAt = quiet === null || isCritical(row.payload) ? now : quietUntil(now, quiet);
  return {
    ...row,
    payload: { ...row.payload, as: chosen.as },
    ...channels,
    dueAt,
    // Quiet hours are those of the push: a mail makes no noise.
    mailDueAt: mailDueAt(now, chosen.channels, setting.mail),
  };
}

/** Words that came back and what waits too long are no row of the workflow: whom they concern is always told. */
function chooseFor(payload: OutboxPayload, rules: Rules): ReturnType<typeof choose> {
  const { cameBack, alarm } = kindSaid(payload.kind);
  if (cameBack || alarm !== null) return { as: payload.as, channels: defaultChannels };
  return choose(rules, matrixRowOf(payload.action, payload.flow, payload.stage), payload.as);
}
