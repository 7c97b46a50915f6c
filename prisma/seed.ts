/**
 * The demo desk: a company with three sites, its people, groups, assets and parameters, and tickets at every stage of
 * every flow. The tickets are made by pushing actions like any phone does, so their histories are legal.
 */
import { randomBytes } from "node:crypto";
import { database } from "../server/db";
import { isLoopback } from "../server/settings";
import { changeStory } from "./seed/changes";
import { createDesk } from "./seed/desk";
import { incidentStory } from "./seed/incidents";
import { people } from "./seed/people";
import { playStory } from "./seed/play";
import { problemStory } from "./seed/problems";

export type SeedAccount = { email: string; password: string; name: string; roles: string };

/** Known to everybody who reads this: only where nobody else can reach the desk. */
const publicPassword = "genba-demo";
const randomPasswordBytes = 12;

/** Fills an empty desk; null when it was not empty and nothing was done. */
export async function seed(options: {
  origin: string;
  now: number;
}): Promise<{ accounts: SeedAccount[] } | null> {
  const on = database();
  if ((await on.account.count()) > 0) return null;
  const isPublic = isLoopback(options.origin);
  const passwordOf = (): string =>
    isPublic ? publicPassword : randomBytes(randomPasswordBytes).toString("base64url");
  const accounts = people.map(({ email, name, title }) => ({
    email,
    password: passwordOf(),
    name,
    roles: title,
  }));
  const desk = await createDesk(on, accounts);
  await playStory(on, desk, [...incidentStory, ...problemStory, ...changeStory], options.now);
  return { accounts };
}
