import { expect, test } from "vitest";
import type { AccountId, GroupId } from "../core/ids";
import { createAdmin } from "./admin";
import { AdminError } from "./admin-request";

const accountId = "00000000-0000-4000-8000-0000000000a1" as AccountId;
const groupId = "00000000-0000-4000-8000-0000000000b1" as GroupId;

function adminOf(answer: () => Promise<Response>) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const admin = createAdmin(accountId, (url, init) => {
    asked.push({ url: String(url), init });
    return answer();
  });
  return { admin, asked };
}

const refused = (status: number, data: object) =>
  Promise.resolve(Response.json({ error: { message: "", code: -1, data } }, { status }));

async function failureOf(answer: () => Promise<Response>): Promise<AdminError> {
  const { admin } = adminOf(answer);
  const error: unknown = await admin.editMembers(groupId, {}).catch((thrown: unknown) => thrown);
  if (error instanceof AdminError) return error;
  throw new Error("no failure", { cause: error });
}

test("[C6] every question names the account that asks", async () => {
  const { admin, asked } = adminOf(() =>
    Promise.resolve(Response.json({ result: { data: { people: [] } } })),
  );
  expect(await admin.listPeople()).toEqual([]);
  await admin.editMembers(groupId, { [accountId]: { from: null, to: "lead" } });
  const query = new URL(asked[0]!.url, "http://localhost").searchParams.get("input");
  expect(JSON.parse(query!)).toEqual({ accountId });
  expect(asked[1]).toMatchObject({
    url: "/api/trpc/admin.groups.editMembers",
    init: {
      method: "POST",
      body: JSON.stringify({ accountId, id: groupId, edits: [{ accountId, from: null, to: "lead" }] }),
    },
  });
});

test("a refusal has the server's code and says what is in the way", async () => {
  const obstacles = { names: ["網路組"], parameters: ["default_inc_group_id"], tickets: [] };
  const error = await failureOf(() => refused(409, { genba: "group.inUse", httpStatus: 409, obstacles }));
  expect(error).toMatchObject({ code: "group.inUse", obstacles });
});

test.each([
  ["the network is away", () => Promise.reject(new TypeError("failed")), "unreachable"],
  ["a captive portal answers", () => Promise.resolve(new Response("<html>")), "unreachable"],
  ["a proxy answers", () => Promise.resolve(Response.json({}, { status: 502 })), "unreachable"],
  ["the server fails", () => refused(500, { genba: null, httpStatus: 500 }), "failed"],
  ["the session ended", () => refused(401, { genba: "session.none", httpStatus: 401 }), "signIn"],
  [
    "another account signed in",
    () => refused(409, { genba: "account.mismatch", httpStatus: 409 }),
    "account",
  ],
  ["one asks too often", () => refused(429, { genba: "rate.limited", httpStatus: 429 }), "busy"],
  ["a code is unknown here", () => refused(409, { genba: "toString", httpStatus: 409 }), "failed"],
])("when %s the failure is %#", async (_when, answer, code) => {
  expect((await failureOf(answer)).code).toBe(code);
});
