import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountId, TicketId } from "../ids";
import {
  clip,
  countUtf8Bytes,
  type PushPayload,
  payloadSizes,
  pushPayloadMaxBytes,
  readPushPayload,
  writePushPayload,
} from "./push-payload";

const ticketId = "0190a000-0000-7000-8000-000000000001" as TicketId;
const payload: PushPayload = {
  v: 1,
  id: "0190a000-0000-7000-8000-000000000002",
  kind: "assignHandler",
  accountId: "0190a000-0000-7000-8000-00000000000a" as AccountId,
  ticketId,
  number: "INC-000123",
  tag: ticketId,
  title: "指派給你 INC-000123",
  body: "B2 機房漏水",
  url: `/tickets/${ticketId}`,
  revision: 3,
  buttons: [
    { action: "approve", title: "核准" },
    { action: "reject", title: "駁回" },
  ],
};

test("what is written is read again", () => {
  expect(readPushPayload(writePushPayload(payload, "full"))).toEqual(payload);
});

test("a message of a server that named nobody, and had no buttons yet, is read too", () => {
  const { accountId: _a, revision: _r, buttons: _b, ...old } = payload;
  expect(readPushPayload(JSON.stringify(old))).toEqual({
    ...payload,
    accountId: null,
    revision: 0,
    buttons: [],
  });
});

test("of the buttons those that we know are read, two at most; without a revision none is offered", () => {
  const [approve, reject] = payload.buttons;
  const buttons = [{ action: "launch", title: "x" }, null, { action: "claim" }, approve, reject, approve];
  expect(readPushPayload(JSON.stringify({ ...payload, buttons }))?.buttons).toEqual([approve, reject]);
  expect(readPushPayload(JSON.stringify({ ...payload, revision: "3" }))?.buttons).toEqual([]);
});

test("any title and body fit into 2,500 bytes at every size, and no character is cut in half", () => {
  const words = fc.string({ unit: "binary", maxLength: 3_000 });
  fc.assert(
    fc.property(words, words, fc.constantFrom(...payloadSizes), (title, body, size) => {
      const text = writePushPayload({ ...payload, title, body }, size);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(pushPayloadMaxBytes);
      const read = readPushPayload(text);
      expect(read?.title.isWellFormed() || !title.isWellFormed()).toBe(true);
      expect(read?.body.isWellFormed() || !body.isWellFormed()).toBe(true);
    }),
  );
});

test("the longest title in Chinese is cut at a character, with an ellipsis", () => {
  const { title } = readPushPayload(writePushPayload({ ...payload, title: "𠮷".repeat(200) }, "full"))!;
  expect(title).toBe(`${"𠮷".repeat(119)}…`);
});

test("control characters, six bytes each in JSON, fit too", () => {
  const text = writePushPayload(
    { ...payload, title: "\u0001".repeat(200), body: "\u0001".repeat(2_000) },
    "full",
  );
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(pushPayloadMaxBytes);
});

test("each size is shorter, and the least says the number only", () => {
  const long = { ...payload, title: "漏".repeat(200), body: "水".repeat(2_000) };
  const sizes = payloadSizes.map((size) => countUtf8Bytes(writePushPayload(long, size)));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(readPushPayload(writePushPayload(long, "least"))).toMatchObject({ title: "INC-000123", body: "" });
});

test("for an Apple device it is declarative too: shown without our worker, with the whole address, within the bound", () => {
  const declared = { origin: "https://desk.example", unread: 3 };
  const long = { ...payload, title: "漏".repeat(200), body: "水".repeat(600) };
  for (const size of payloadSizes) {
    for (const one of [payload, long]) {
      const text = writePushPayload(one, size, declared);
      expect(countUtf8Bytes(text)).toBeLessThanOrEqual(pushPayloadMaxBytes);
      const read = readPushPayload(text)!;
      const { title, body, tag } = read;
      expect(title).not.toBe("");
      expect(read).toEqual({ ...one, title, body });
      expect(JSON.parse(text)).toMatchObject({
        web_push: 8030,
        mutable: true,
        app_badge: 3,
        notification: { title, body, tag, navigate: `https://desk.example/tickets/${ticketId}` },
      });
    }
  }
  expect(writePushPayload(payload, "full")).not.toContain("web_push");
});

test("counts UTF-8 bytes as an encoder does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(countUtf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

test("clip leaves what fits", () => {
  expect(clip("事故", 2)).toBe("事故");
  expect(clip("事故單", 2)).toBe("事…");
});

test.each([
  "",
  "null",
  "[]",
  "not json",
  JSON.stringify({ ...payload, v: 2 }),
  JSON.stringify({ ...payload, title: 1 }),
  JSON.stringify({ ...payload, ticketId: "x" }),
  JSON.stringify({ ...payload, accountId: 7 }),
  JSON.stringify({ ...payload, url: "https://evil.example/" }),
  JSON.stringify({ ...payload, url: "/tickets/../evil" }),
])("%s is not a message of ours", (text) => {
  expect(readPushPayload(text)).toBeNull();
});
