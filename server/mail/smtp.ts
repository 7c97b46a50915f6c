/** Hands a mail to an SMTP server: one connection a mail, each step with a time limit, and its answer understood. */
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { oneLine } from "../one-line";
import type { SmtpServer } from "./mail-settings";
import type { Post, PostAnswer } from "./post";

export interface SmtpTimeouts {
  /** Until connected; until the greeting; of silence; of the whole. */
  readonly connectMs: number;
  readonly greetingMs: number;
  readonly silenceMs: number;
  readonly totalMs: number;
}

const usualTimeouts: SmtpTimeouts = {
  connectMs: 10_000,
  greetingMs: 10_000,
  silenceMs: 20_000,
  totalMs: 45_000,
};

type Phase = "connect" | "login" | "send";

/** As nodemailer says it. */
export interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
}

export function createSmtpPost(server: SmtpServer, timeouts: SmtpTimeouts = usualTimeouts): Post {
  return (mail) =>
    new Promise((resolve) => {
      const connection = connectionTo(server, timeouts);
      let phase: Phase = "connect";
      const finish = (answer: PostAnswer): void => {
        clearTimeout(timer);
        if (answer.kind === "taken") connection.quit();
        else connection.close();
        resolve(answer);
      };
      const fail = (error: SmtpFailure): void => finish(judgeFailure(error, phase, server));
      const timer = setTimeout(() => fail({ code: "ETIMEDOUT" }), timeouts.totalMs);
      // For as long as the connection lives: a failure after the answer is nobody's business, and must not be thrown.
      connection.on("error", fail);
      connection.connect((error) => {
        if (error) return fail(error);
        if (server.login === null) return send();
        phase = "login";
        const { user, password } = server.login;
        connection.login({ user, pass: password }, (refused) => (refused ? fail(refused) : send()));
      });
      const send = (): void => {
        phase = "send";
        const envelope = { from: mail.from, to: [mail.to] };
        connection.send(envelope, mail.raw, (error) => (error ? fail(error) : finish({ kind: "taken" })));
      };
    });
}

/** A password goes over TLS only; a server on this machine needs none, and has no certificate that we could check. */
function connectionTo({ host, port, secure, login }: SmtpServer, timeouts: SmtpTimeouts): SMTPConnection {
  const isHere = host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
  return new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && login !== null && !isHere,
    ignoreTLS: !secure && isHere,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    dnsTimeout: timeouts.connectMs,
  });
}

/**
 * Before anything was sent the server takes nobody's mail, and so does one that refuses the login, the sender, or any
 * service (421). What it says to the recipient or the message is about this mail. Silence then leaves it open.
 */
export function judgeFailure(
  failure: SmtpFailure,
  phase: Phase,
  { host }: Pick<SmtpServer, "host">,
): PostAnswer {
  const error = errorOf(failure, phase);
  const status = typeof failure.responseCode === "number" ? failure.responseCode : null;
  const away = (trouble: string | null): PostAnswer => ({
    kind: "away",
    error,
    alarm: trouble === null ? null : `mail server ${host} ${trouble} (${error}): nothing is lost, mails wait`,
  });
  if (failure.code === "EAUTH") return away("refuses the login, check GENBA_SMTP_URL");
  const isTls = failure.code === "ETLS" || (phase === "connect" && /certificate/i.test(error));
  if (isTls) return away("offers no encryption that can be trusted");
  if (phase !== "send") return away(null);
  if (failure.command === "MAIL FROM" && status !== null) {
    return away(status >= 500 ? "refuses the sender, check GENBA_MAIL_FROM" : null);
  }
  if (status === 421) return away(null);
  if (status !== null)
    return status >= 500 ? { kind: "refused", error } : { kind: "later", error, surelyNot: true };
  // Said by nodemailer itself of what it would not send, such as an address that is none.
  if (failure.code === "EENVELOPE" || failure.code === "EMESSAGE") return { kind: "refused", error };
  return { kind: "later", error, surelyNot: false };
}

/** A code and what was said, on one line: a stranger's text, and none of it where it might repeat a login. */
function errorOf(failure: SmtpFailure, phase: Phase): string {
  const { code } = failure;
  const reason = oneLine(saidIn(failure, phase));
  return [typeof code === "string" ? code : null, reason].filter(Boolean).join(" ") || "unknown";
}

function saidIn({ message, responseCode, response }: SmtpFailure, phase: Phase): string {
  switch (phase) {
    case "connect":
      return typeof message === "string" ? message : "";
    case "login":
      return typeof responseCode === "number" ? String(responseCode) : "";
    case "send":
      return typeof response === "string" ? response : "";
  }
}
