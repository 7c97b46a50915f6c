/**
 * Prepares the desk that the log needs: its groups, sites and categories, and one account a device with the rights
 * its people had. Everything has an id made from its name, so that preparing twice changes nothing.
 */
import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../../server/db";
import { groupIdOf, logBegin } from "../../server/import/service-now/args";
import { prepareLogDirectory } from "../../server/import/service-now/directory";
import { idOf, sharedRun } from "../../server/import/service-now/names";
import type { LogPerson, PlannedAction } from "../../server/import/service-now/plan";
import { accountIdOf } from "./actions";

export interface PreparedDesk {
  /** Sign-in of each device's account, made anew each time. */
  readonly sign: (device: number) => { readonly email: string; readonly password: string };
}

export async function prepareDesk(
  database: Database,
  actions: readonly PlannedAction[],
  devices: number,
  deviceOf: (person: LogPerson) => number,
): Promise<PreparedDesk> {
  await prepareLogDirectory(database, actions);
  const passwords = await prepareAccounts(database, devices);
  await prepareMemberships(database, actions, deviceOf);
  return { sign: (device) => ({ email: emailOf(device), password: passwords[device] ?? "" }) };
}

const emailOf = (device: number): string => `replay-${device}@genba.example`;

/** New random passwords each time: an account of the replay can be used by the replay only. */
async function prepareAccounts(database: Database, devices: number): Promise<readonly string[]> {
  const passwords: string[] = [];
  for (let device = 0; device < devices; device += 1) {
    const id = accountIdOf(device);
    const password = randomBytes(24).toString("base64url");
    passwords.push(password);
    const hash = await hashPassword(password);
    const account = {
      name: `記錄裝置 ${device}`,
      email: emailOf(device),
      role: "agent",
      emailVerified: true,
      // Nobody does anything before they have an account (T1).
      createdAt: new Date(logBegin),
    };
    const { createdAt } = account;
    await database.account.upsert({ where: { id }, create: { id, ...account }, update: { createdAt } });
    const credential = { id: idOf<string>(sharedRun, `credential/${device}`, logBegin), userId: id };
    await database.credential.upsert({
      where: { id: credential.id },
      create: { ...credential, accountId: id, providerId: "credential", password: hash },
      update: { password: hash },
    });
  }
  return passwords;
}

/** Who assigned, moved or held in a group led it; who was assigned to or resolved at once was a member. */
async function prepareMemberships(
  database: Database,
  actions: readonly PlannedAction[],
  deviceOf: (person: LogPerson) => number,
): Promise<void> {
  const roles = new Map<string, { group: string; device: number; role: "lead" | "member" }>();
  const give = (group: string, person: LogPerson, role: "lead" | "member"): void => {
    const device = deviceOf(person);
    const key = `${group}/${device}`;
    if (role === "lead" || !roles.has(key)) roles.set(key, { group, device, role });
  };
  for (const { verb, actor, group } of actions) {
    if (verb.type === "assignHandler" || verb.type === "transfer") give(group, verb.person, "member");
    if (verb.type === "open") give(group, "field:lead", "lead");
    else if (verb.type === "resolveNow") give(group, actor, "member");
    else if (verb.type !== "reopen") give(group, actor, "lead");
    if (verb.type === "reassign") give(verb.group, "field:lead", "lead");
  }
  const given = [...roles.values()];
  await database.membership.createMany({
    data: given.map(({ group, device, role }) => ({
      groupId: groupIdOf(group),
      accountId: accountIdOf(device),
      role,
    })),
    skipDuplicates: true,
  });
  // A smaller run before this one may have known somebody as a member only. Nobody is made less.
  for (const group of new Set(given.map((membership) => membership.group))) {
    const leads = given.filter((membership) => membership.group === group && membership.role === "lead");
    await database.membership.updateMany({
      where: { groupId: groupIdOf(group), accountId: { in: leads.map(({ device }) => accountIdOf(device)) } },
      data: { role: "lead" },
    });
  }
}
