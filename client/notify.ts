/** Choices about notifications: online only, nothing of them is kept on the phone. All throw TransportError. */
import type { AccountId } from "../core/ids";
import type { NotifySetting, RuleChange, RuleRecord } from "../core/notify/policy";
import { callServer } from "./trpc-transport";

export async function readSetting(accountId: AccountId): Promise<NotifySetting> {
  return (await callServer<SettingAnswer>("query", "notify.setting", { accountId })).setting;
}

export async function saveSetting(accountId: AccountId, setting: NotifySetting): Promise<NotifySetting> {
  const input = { accountId, ...setting };
  return (await callServer<SettingAnswer>("mutation", "notify.saveSetting", input)).setting;
}

export async function listRules(accountId: AccountId): Promise<readonly RuleRecord[]> {
  return (await callServer<RulesAnswer>("query", "notify.rules.list", { accountId })).rules;
}

export async function saveRules(
  accountId: AccountId,
  changes: readonly RuleChange[],
): Promise<readonly RuleRecord[]> {
  const input = { accountId, changes };
  return (await callServer<RulesAnswer>("mutation", "notify.rules.save", input)).rules;
}

export async function resetRules(accountId: AccountId): Promise<readonly RuleRecord[]> {
  return (await callServer<RulesAnswer>("mutation", "notify.rules.reset", { accountId })).rules;
}

interface SettingAnswer {
  readonly setting: NotifySetting;
}
interface RulesAnswer {
  readonly rules: readonly RuleRecord[];
}
