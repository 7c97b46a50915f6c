/** What the environment may say about mail, checked once at the start. The password is in no message of ours. */
import { join } from "node:path";
import { z } from "zod";
import { type Environment, readEnvironment, readSettings, SettingsError } from "../settings";

export interface MailAddress {
  /** Empty: none. */
  readonly name: string;
  readonly address: string;
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on (smtps). */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

export interface MailSettings {
  readonly from: MailAddress;
  /** Of the links in a mail. */
  readonly origin: string;
  /** Null: mails are files. */
  readonly smtp: SmtpServer | null;
  readonly folder: string;
}

const smtpsPort = 465;
/** Where a server takes mail from people who sign in, and where it takes that of its own network. */
const submissionPort = 587;
const relayPort = 25;

const fromMaxLength = 300;
/** `desk@example.org` or `Desk <desk@example.org>`; what could begin another header is not in it. */
const fromPattern = /^(?:([^<>\p{Cc}"]*)<)?([^\s<>@,;:\p{Cc}"]+@[^\s<>@,;:\p{Cc}"]+)(>)?$/u;

const environment = z.object({
  GENBA_SMTP_URL: z
    .string()
    .refine((text) => readServer(text) !== null, {
      error: "must be a URL such as smtps://user:password@mail.example.org",
    })
    .optional(),
  GENBA_MAIL_FROM: z
    .string()
    .max(fromMaxLength)
    .refine((text) => readAddress(text) !== null, {
      error: "must be an address such as desk@example.org or Desk <desk@example.org>",
    })
    .optional(),
});

/** A wrong one throws a SettingsError of one line that names it, never its value. */
export function readMailSettings(env: Environment = process.env): MailSettings {
  const { GENBA_SMTP_URL, GENBA_MAIL_FROM } = readEnvironment(environment, env);
  if (GENBA_SMTP_URL !== undefined && GENBA_MAIL_FROM === undefined) {
    throw new SettingsError(
      "GENBA_MAIL_FROM must be set beside GENBA_SMTP_URL: the address that mails come from (docs/OPERATIONS.md).",
    );
  }
  const { origin, dataFolder } = readSettings(env);
  const from = GENBA_MAIL_FROM === undefined ? null : readAddress(GENBA_MAIL_FROM);
  return {
    from: from ?? { name: "Genba 現場", address: `genba@${new URL(origin).hostname}` },
    origin,
    smtp: GENBA_SMTP_URL === undefined ? null : readServer(GENBA_SMTP_URL),
    folder: join(dataFolder, "mail"),
  };
}

/** Null when the text is none. */
function readServer(text: string): SmtpServer | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const secure = protocol === "smtps:";
  const hasMore = (pathname !== "" && pathname !== "/") || search !== "" || hash !== "";
  if ((!secure && protocol !== "smtp:") || hostname === "" || hasMore) return null;
  if ((username === "") !== (password === "")) return null;
  const login = username === "" ? null : readLogin(username, password);
  if (login === "wrong") return null;
  const usual = secure ? smtpsPort : login === null ? relayPort : submissionPort;
  // An IPv6 address is in brackets in a URL alone.
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return { host, port: port === "" ? usual : Number(port), secure, login };
}

function readLogin(username: string, password: string): NonNullable<SmtpServer["login"]> | "wrong" {
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return "wrong";
  }
}

function readAddress(text: string): MailAddress | null {
  const [whole, name, address, close] = fromPattern.exec(text) ?? [];
  if (whole === undefined || address === undefined || (name === undefined) !== (close === undefined)) {
    return null;
  }
  return { name: name?.trim() ?? "", address };
}
