/** What an SMTP server does to a mail, over a real connection. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SmtpMode, type SmtpServer, type SmtpStep, startSmtpServer } from "../testing/smtp-server";
import type { RawMail } from "./post";
import { createSmtpPost } from "./smtp";

const timeouts = { connectMs: 500, greetingMs: 150, silenceMs: 200, totalMs: 2_000 };
const login = { user: "desk", password: "hunter2" };
const mail: RawMail = {
  id: "m1",
  from: "desk@example.org",
  to: "chen@example.org",
  raw: Buffer.from("Subject: hello\r\nContent-Type: text/plain\r\n\r\nbody\r\n.dotted\r\n"),
};

let server: SmtpServer;
beforeEach(async () => {
  server = await startSmtpServer();
});
afterEach(() => server.stop());

const post = (given: Partial<RawMail> = {}) =>
  createSmtpPost(
    { host: "127.0.0.1", port: server.port, secure: false, login },
    timeouts,
  )({
    ...mail,
    ...given,
  });

test("a mail that is taken arrives as it was", async () => {
  expect(await post()).toEqual({ kind: "taken" });
  expect(server.mails).toMatchObject([
    { to: "chen@example.org", headers: { subject: "hello" }, text: "body\r\n.dotted\r\n".trimEnd() },
  ]);
});

const says = (at: SmtpStep, reply: string): SmtpMode => ({ kind: "says", at, reply });
test.each<[string, SmtpMode, object]>([
  [
    "a refused login takes nobody's mail",
    says("login", "535 5.7.8 bad aHVudGVyMg=="),
    { kind: "away", error: "EAUTH 535" },
  ],
  ["no service", says("greeting", "554 no service"), { kind: "away", alarm: null }],
  ["no service just now", says("recipient", "421 4.3.2 closing"), { kind: "away", alarm: null }],
  [
    "a refused sender",
    says("sender", "550 5.7.1 not yours"),
    { kind: "away", alarm: expect.stringContaining("GENBA_MAIL_FROM") },
  ],
  ["a recipient that there is not", says("recipient", "550 5.1.1 no such user"), { kind: "refused" }],
  ["a recipient to be patient with", says("recipient", "450 4.2.1 greylisted"), later(true)],
  ["a message that is refused", says("message", "554 5.7.1 spam"), { kind: "refused" }],
  ["a message for another time", says("message", "452 4.3.1 full"), later(true)],
  ["no answer to the greeting", { kind: "hangs", at: "greeting" }, { kind: "away" }],
  ["a connection cut at the login", { kind: "drops", at: "login" }, { kind: "away" }],
  ["no answer to the recipient", { kind: "hangs", at: "recipient" }, later(false)],
  ["silence after the message leaves it open", { kind: "hangs", at: "message" }, later(false)],
  ["a cut after the message leaves it open", { kind: "drops", at: "message" }, later(false)],
])("%s", async (_name, mode, answer) => {
  server.setMode(mode);
  const became = await post();
  expect(became).toMatchObject(answer);
  expect(JSON.stringify(became)).not.toMatch(/hunter2|aHVudGVyMg/);
  server.setMode({ kind: "takes" });
  expect(await post()).toEqual({ kind: "taken" });
});

function later(surelyNot: boolean) {
  return { kind: "later", surelyNot };
}

test("a refused login alarms and names what to check", async () => {
  server.setMode(says("login", "535 5.7.8 no"));
  expect(await post()).toEqual({
    kind: "away",
    error: "EAUTH 535",
    alarm:
      "mail server 127.0.0.1 refuses the login, check GENBA_SMTP_URL (EAUTH 535): nothing is lost, mails wait",
  });
});

test("a server that is not there takes nobody's mail", async () => {
  await server.stop();
  expect(await post()).toMatchObject({ kind: "away", error: expect.stringContaining("ECONNREFUSED") });
});

test("an address that is none is this mail's own trouble, and commands in it reach no server", async () => {
  expect(await post({ to: "chen@example.org>\r\nRCPT TO:<all@example.org" })).toMatchObject({
    kind: "refused",
  });
  expect(server.mails).toEqual([]);
});

test("a password goes to another machine over TLS only", async () => {
  // Another machine by its address, though it is this one.
  const server = await startSmtpServer();
  const elsewhere = { host: "0.0.0.0", port: server.port, secure: false, login };
  expect(await createSmtpPost(elsewhere, timeouts)(mail)).toMatchObject({
    kind: "away",
    alarm: expect.stringContaining("encryption"),
  });
  expect(server.commands).not.toContain("AUTH");
  expect(await createSmtpPost({ ...elsewhere, host: "127.0.0.1" }, timeouts)(mail)).toEqual({
    kind: "taken",
  });
  await server.stop();
});
