import { expect, test } from "vitest";
import type { AccountId } from "../core/ids";
import type { ImportReport } from "../core/import/import";
import { sendImport } from "./import";

const accountId = "00000000-0000-4000-8000-0000000000a1" as AccountId;
const file = Object.assign(new Blob(["email,name\n"]), { name: "人員 & co.csv" });
const request = { id: "01890000-0000-7000-8000-000000000001", kind: "people", file, isTrial: true } as const;
const report = { kind: "people", rows: 1, created: 1, isStored: false } as unknown as ImportReport;

/** The pieces as the network cuts them. */
function answering(...pieces: readonly string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new Response(body);
}

function send(answer: () => Promise<Response>) {
  const rows: number[] = [];
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const work = sendImport(
    accountId,
    request,
    (count) => rows.push(count),
    (url, init) => {
      asked.push({ url: String(url), init });
      return answer();
    },
  );
  return { work, rows, asked };
}

test("[C6] a file is sent for the account that asks, and its progress told, however the network cuts the lines", async () => {
  const line = JSON.stringify({ kind: "report", report });
  const { work, rows, asked } = send(async () =>
    answering(
      '{"kind":"progress","ro',
      `ws":500}\n{"kind":"progress","rows":900}\n${line.slice(0, 9)}`,
      `${line.slice(9)}\n`,
    ),
  );
  expect(await work).toEqual(report);
  expect(rows).toEqual([500, 900]);
  const query = new URL(asked[0]!.url, "http://localhost").searchParams;
  expect(Object.fromEntries(query)).toEqual({ id: request.id, kind: "people", name: file.name, trial: "1" });
  expect(asked[0]!.init).toMatchObject({ method: "POST", headers: { "x-genba-account": accountId } });
});

test.each([
  ["the network is away", () => Promise.reject(new TypeError("failed")), "unreachable"],
  ["the answer is cut off", async () => answering('{"kind":"progress","rows":1}\n'), "unreachable"],
  ["a line is cut off", async () => answering('{"kind":"rep'), "unreachable"],
  ["a proxy answers", async () => new Response("<html>", { status: 502 }), "unreachable"],
  ["the session ended", async () => Response.json({ code: "session.none" }, { status: 401 }), "signIn"],
  ["it is too large", async () => Response.json({ code: "body.tooLarge" }, { status: 413 }), "malformed"],
  [
    "another import is under way",
    async () => answering('{"kind":"refused","code":"import.busy"}\n'),
    "import.busy",
  ],
  ["the server fails", async () => answering('{"kind":"refused","code":"failed"}\n'), "failed"],
])("when %s, that is said", async (_name, answer, code) => {
  await expect(send(answer).work).rejects.toMatchObject({ code });
});
