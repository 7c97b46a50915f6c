/** What a mail program reads, and what nobody can put into a mail by a title or a name. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMail } from "../testing/mail-reader";
import { composeMail, type Envelope } from "./compose";
import { type Letter, plain } from "./letter";

const envelope: Envelope = {
  id: "0190a000-0000-7000-8000-000000000001",
  from: { name: "Genba 現場", address: "desk@example.org" },
  to: { name: "陳柏翰", address: "chen@example.org" },
  thread: "ticket.0190a000-0000-7000-8000-000000000002",
  at: Date.UTC(2026, 10, 26, 4),
};
const url = "https://desk.example.org/tickets/1";
const letterOf = (title: string, lines: readonly string[] = []): Letter => ({
  locale: "zh-TW",
  subject: title,
  sections: [{ title: null, entries: [{ title, lines, url, linkText: "打開工單" }], note: null }],
  why: "為什麼",
  settingsUrl: "https://desk.example.org/more",
});
const compose = async (letter: Letter, given: Partial<Envelope> = {}) =>
  readMail((await composeMail(letter, { ...envelope, ...given })).raw);

test("a mail says who, what and where, as text and as HTML, and that no machine is to answer", async () => {
  const mail = await compose(letterOf("指派給你處理 · INC-000123", ["P1 · B2 機房漏水"]));
  expect(mail.headers).toMatchObject({
    from: "Genba 現場 <desk@example.org>",
    to: "陳柏翰 <chen@example.org>",
    subject: "指派給你處理 · INC-000123",
    "message-id": "<0190a000-0000-7000-8000-000000000001@example.org>",
    "in-reply-to": "<ticket.0190a000-0000-7000-8000-000000000002@example.org>",
    references: "<ticket.0190a000-0000-7000-8000-000000000002@example.org>",
    "auto-submitted": "auto-generated",
    date: "Thu, 26 Nov 2026 04:00:00 +0000",
  });
  expect(mail.text.replaceAll("\r\n", "\n")).toBe(
    `指派給你處理 · INC-000123\nP1 · B2 機房漏水\n${url}\n\n--\n\n為什麼\nhttps://desk.example.org/more\n`,
  );
  expect(mail.html).toContain(`href="${url}"`);
  expect(mail.html).toContain('<html lang="zh-TW">');
  // Nothing that a mail program would fetch.
  expect(mail.html).not.toMatch(/<(img|link|script)|src=|url\(/i);
});

test("a mail about several tickets is in no ticket's conversation", async () => {
  const { headers } = await compose(letterOf("3 則通知"), { thread: null });
  expect(headers["in-reply-to"]).toBeUndefined();
  expect(headers.references).toBeUndefined();
});

const evil = [
  "x\r\nBcc: all@example.org",
  "x\nContent-Type: text/html\n\n<b>",
  "x\u2028Subject: y",
  "\u202egnirts\u202c",
  '"><script>alert(1)</script>',
  "<img src=x onerror=alert(1)>",
  "' onmouseover='alert(1)",
  "&lt;b&gt;",
  '", <all@example.org>, "',
  "=?utf-8?q?=0D=0ABcc:_all@example.org?=",
];
const names = ["from", "to", "subject", "message-id", "in-reply-to", "references", "date", "mime-version"];
const allowed = [
  ...names,
  "auto-submitted",
  "x-auto-response-suppress",
  "content-type",
  "content-transfer-encoding",
];

async function expectHarmless(title: string, name: string): Promise<void> {
  const mail = await compose(letterOf(title, [title]), { to: { name, address: "chen@example.org" } });
  expect(mail.headerLines.map((line) => line.slice(0, line.indexOf(":")).toLowerCase()).sort()).toEqual(
    allowed.filter((header) => mail.headers[header] !== undefined).sort(),
  );
  expect(mail.headers.to?.match(/<[^<>]*>$/)?.[0]).toBe("<chen@example.org>");
  for (const header of [mail.headers.subject, mail.headers.to]) {
    expect(header).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
  }
  // The tags are ours alone: as many as in a letter of plain words.
  const tags = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.map((tag) => tag.split(/[\s>]/)[0]);
  const usual = await compose(letterOf("x", ["x"]));
  expect(tags(mail.html)).toEqual(tags(usual.html));
  expect(mail.html).not.toMatch(/<[^>]*\son\w+=/i);
  expect(mail.text.split("\n").length).toBe(usual.text.split("\n").length);
}

test.each(evil)("neither a header nor a tag nor a line comes from a title or a name: %j", async (text) => {
  await expectHarmless(text, text);
});

test("nor from any other text", async () => {
  const text = fc
    .array(fc.constantFrom(..."\r\n\0\t <>\"'&:@,;=?\\()[]\u2028\u202e漏a𠮷"), {
      minLength: 1,
      maxLength: 80,
    })
    .map((characters) => `a${characters.join("")}`);
  await fc.assert(
    fc.asyncProperty(text, text, async (title, name) => {
      await expectHarmless(title, name);
    }),
    { numRuns: 60 },
  );
});

test("what is said reads as it was typed, but for what has no look of its own", async () => {
  const title = `P1 <漏水> & "B2" 's`;
  const mail = await compose(letterOf(title));
  expect(mail.headers.subject).toBe(title);
  expect(mail.text).toContain(title);
  expect(mail.html).toContain("P1 &lt;漏水&gt; &amp; &quot;B2&quot; &#39;s");
  expect(plain("a\r\n\tb\u202ec ")).toBe("a b c");
});
