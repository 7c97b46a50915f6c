/** What the environment may say about push, checked once at the start of the web server and of the job process. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Environment, readEnvironment, readSettings, SettingsError } from "../settings";
import { knownPushHosts, type PushHost, parsePushHosts } from "./push-hosts";

export interface PushSettings {
  readonly hosts: readonly PushHost[];
  /** PEM of a further authority that push hosts may be signed by; null: those of Node only. */
  readonly extraCa: string | null;
  /** Whom a push service may turn to about our messages: mailto: or https:. */
  readonly subject: string;
}

/** Push services want a contact; a desk that nobody reaches from outside has none. */
const subjectOfLocalDesk = "mailto:desk@example.com";

const environment = z.object({
  GENBA_PUSH_HOSTS: z
    .string()
    .refine((text) => parsePushHosts(text) !== null, "must be hosts or host:port, with commas between")
    .default(""),
  GENBA_PUSH_CA: z.string().optional(),
  GENBA_PUSH_SUBJECT: z
    .string()
    .max(200)
    .refine((text) => URL.canParse(text) && /^(mailto|https):$/.test(new URL(text).protocol), {
      error: "must be a mailto: or https: URL",
    })
    .optional(),
});

/** A wrong one throws a SettingsError of one line. */
export function readPushSettings(env: Environment = process.env): PushSettings {
  const { GENBA_PUSH_CA, GENBA_PUSH_SUBJECT } = readEnvironment(environment, env);
  const { origin } = readSettings(env);
  return {
    hosts: readPushHosts(env),
    extraCa: GENBA_PUSH_CA === undefined ? null : readCertificate(GENBA_PUSH_CA),
    subject: GENBA_PUSH_SUBJECT ?? (origin.startsWith("https:") ? origin : subjectOfLocalDesk),
  };
}

/** Where notifications may be sent; the same in the web server, which registers, and the job process, which sends. */
export function readPushHosts(env: Environment = process.env): readonly PushHost[] {
  return [...knownPushHosts, ...(parsePushHosts(readEnvironment(environment, env).GENBA_PUSH_HOSTS) ?? [])];
}

function readCertificate(path: string): string {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // Told below, with what was expected.
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new SettingsError(
      "GENBA_PUSH_CA must name a readable PEM file of certificates (docs/OPERATIONS.md).",
    );
  }
  return text;
}
