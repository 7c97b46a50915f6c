import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ImportLine, importFileMaxBytes } from "../../core/import/import";
import type { Auth } from "../auth/auth";
import { answerExport } from "../export/handle-export";
import { createDesk, type Desk } from "../testing/desk";
import { createTestAuth, givePassword, origin, signIn } from "../testing/http";
import { answerImport } from "./handle-import";

let desk: Desk;
let auth: Auth;
const cookies = new Map<string, string>();
beforeAll(async () => {
  desk = await createDesk();
  auth = createTestAuth(desk.database);
  for (const name of ["admin", "lead", "requester"] as const) {
    await givePassword(desk.database, [desk[name]]);
    cookies.set(name, (await signIn(auth, `${name}@desk.example`)).cookie);
  }
});
afterAll(() => desk.end());

type Sent = {
  readonly as?: string | null;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

function means() {
  return { database: desk.database, auth, origin };
}

function headersOf({ as = "admin", headers = {} }: Sent) {
  const cookie = as === null ? {} : { cookie: cookies.get(as) ?? "", "x-genba-account": desk[as as "admin"] };
  return { "sec-fetch-site": "same-origin", ...cookie, ...headers };
}

async function send(sent: Sent = {}, body = "email,name\nnew@desk.example,New\n") {
  const query = new URLSearchParams({
    id: randomUUID(),
    kind: "people",
    name: "p.csv",
    trial: "1",
    ...sent.query,
  });
  const request = new Request(`${origin}/api/import?${query}`, {
    method: "POST",
    headers: headersOf(sent),
    body,
  });
  const answer = await answerImport(request, means());
  const text = await answer.text();
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ImportLine & { code?: string });
  return { status: answer.status, lines, last: lines.at(-1) };
}

test("a file is answered with its report, in lines", async () => {
  const { status, lines, last } = await send();
  expect(status).toBe(200);
  expect(lines[0]).toEqual({ kind: "progress", rows: 0 });
  expect(last).toMatchObject({ kind: "report", report: { created: 1, isStored: false } });
});

test.each<[string, Sent, number, string]>([
  ["nobody", { as: null }, 401, "session.none"],
  ["a lead", { as: "lead" }, 403, "admin.only"],
  ["a requester", { as: "requester" }, 403, "admin.only"],
  ["another page", { headers: { "sec-fetch-site": "cross-site" } }, 403, "origin.foreign"],
  [
    "who has meanwhile signed in as another",
    { headers: { "x-genba-account": randomUUID() } },
    409,
    "account.mismatch",
  ],
  ["who names no kind of ours", { query: { kind: "secrets" } }, 400, "input.malformed"],
  ["who names no id", { query: { id: "1" } }, 400, "input.malformed"],
  ["who names no file", { query: { name: " " } }, 400, "input.malformed"],
  [
    "who announces too much",
    { headers: { "content-length": String(importFileMaxBytes + 1) } },
    413,
    "body.tooLarge",
  ],
])("%s is refused before anything is read", async (_who, sent, status, code) => {
  const answer = await send(sent);
  expect(answer).toMatchObject({ status, last: { code } });
});

test("two at once: the second is told to wait, and nothing is half done", async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => `p${n}@desk.example,P ${n}`).join("\n");
  const both = await Promise.all([send({ query: { trial: "0" } }, `email,name\n${rows}\n`), send()]);
  expect(both.map(({ last }) => last?.kind).sort()).toEqual(["refused", "report"]);
  expect(await desk.database.account.count({ where: { name: { startsWith: "P " } } })).toBeOneOf([0, 3_000]);
});

async function take(sent: Sent) {
  const answer = await answerExport(
    new Request(`${origin}/api/export`, { headers: headersOf(sent) }),
    means(),
  );
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test("everything can be taken by an administrator, from our own pages, and nobody else", async () => {
  const taken = await take({});
  expect(taken.status).toBe(200);
  expect(taken.headers.get("content-disposition")).toMatch(
    /attachment; filename="genba-\d{4}-\d\d-\d\d\.jsonl"/,
  );
  expect(taken.text.trimEnd().split("\n").at(-1)).toContain('"end":true');
  expect(taken.text).toContain("lead@desk.example");
  expect(taken.text).not.toMatch(/scrypt|"password"/);
  for (const sent of [{ as: null }, { as: "lead" }, { headers: { "sec-fetch-site": "none" } }]) {
    expect((await take(sent)).status).toBeOneOf([401, 403]);
  }
  expect(await desk.database.adminChange.count({ where: { kind: "export.begun" } })).toBe(1);
});
