import { expect, test } from "vitest";
import { SettingsError } from "../settings";
import { readMailSettings } from "./mail-settings";

const from = "現場 <desk@example.org>";

test("without settings mails are files in the data folder, from the desk's own host", () => {
  expect(readMailSettings({ GENBA_DATA: "/data", GENBA_ORIGIN: "https://desk.example.org" })).toEqual({
    from: { name: "Genba 現場", address: "genba@desk.example.org" },
    origin: "https://desk.example.org",
    smtp: null,
    folder: "/data/mail",
  });
});

test.each([
  [
    "smtps://desk%40example.org:p%40ss@mail.example.org",
    {
      host: "mail.example.org",
      port: 465,
      secure: true,
      login: { user: "desk@example.org", password: "p@ss" },
    },
  ],
  [
    "smtp://desk:secret@mail.example.org",
    { host: "mail.example.org", port: 587, secure: false, login: { user: "desk", password: "secret" } },
  ],
  ["smtp://127.0.0.1", { host: "127.0.0.1", port: 25, secure: false, login: null }],
  ["smtp://[::1]:2525/", { host: "::1", port: 2_525, secure: false, login: null }],
])("%s is a server", (GENBA_SMTP_URL, smtp) => {
  const settings = readMailSettings({ GENBA_SMTP_URL, GENBA_MAIL_FROM: from });
  expect(settings).toMatchObject({ smtp, from: { name: "現場", address: "desk@example.org" } });
});

test.each([
  { GENBA_SMTP_URL: "https://user:hunter2@mail.example.org", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://user:hunter2@mail.example.org/path", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://user:hunter2@mail.example.org?tls=no", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://user@mail.example.org", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://user:hunter2%@mail.example.org", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "hunter2", GENBA_MAIL_FROM: from },
  { GENBA_SMTP_URL: "smtp://user:hunter2@mail.example.org" },
  { GENBA_MAIL_FROM: "desk" },
  { GENBA_MAIL_FROM: "desk@example.org\r\nBcc: all@example.org" },
  { GENBA_MAIL_FROM: "Desk <desk@example.org" },
  { GENBA_MAIL_FROM: "a@example.org, b@example.org" },
])("a wrong setting is one line that names it and keeps the password: %j", (env) => {
  let told = "";
  try {
    readMailSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    told = (error as Error).message;
  }
  expect(told).toMatch(/^GENBA_(SMTP_URL|MAIL_FROM) [^\n]+$/);
  expect(told).not.toContain("hunter2");
});
