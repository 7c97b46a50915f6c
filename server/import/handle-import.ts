/**
 * The edge of POST /api/import?kind=&id=&name=&trial=: a file as the body, from our own pages, by an administrator. The
 * answer is a line of JSON every so often while it works, so that no proxy takes it for dead, and a last one with the
 * report. A connection that is cut ends nothing: asked again with the same id, what was done is answered.
 */

import { isUuid } from "../../core/ids";
import { type ImportKind, type ImportLine, importFileMaxBytes, importKinds } from "../../core/import/import";
import { readSession } from "../auth/account";
import { type Auth, auth } from "../auth/auth";
import { importLimit } from "../auth/rate";
import { type Database, database } from "../db";
import { Refusal, type RefusalCode, refusalCodes } from "../refusal";
import { readSettings } from "../settings";
import { readBounded } from "../trpc/body";
import { isOwnOrigin } from "../trpc/origin";
import { type ImportOrder, importFile } from "./import";

export type ImportMeans = { readonly database: Database; readonly auth: Auth; readonly origin: string };

const fileNameMaxLength = 200;
const progressEveryMs = 500;

/** A large file takes memory and the lock of administration: one at a time in this process. */
let isBusy = false;

export function handleImport(request: Request): Promise<Response> {
  return answerImport(request, { database: database(), auth: auth(), origin: readSettings().origin });
}

export async function answerImport(request: Request, means: ImportMeans): Promise<Response> {
  try {
    const { actorId, order, bytes } = await admit(request, means);
    return streamed((say) => bringIn(means.database, actorId, order, bytes, say));
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    console.error("an import failed:", error);
    return Response.json({ code: "failed" }, { status: 500, headers: noStore });
  }
}

const noStore = { "cache-control": "no-store" };

async function admit(request: Request, means: ImportMeans) {
  if (!isOwnOrigin(request, means.origin)) throw new Refusal("origin.foreign");
  const { account } = await readSession(means.auth, means.database, request.headers);
  if (!account) throw new Refusal("session.none");
  // C6
  if (request.headers.get("x-genba-account") !== account.id) throw new Refusal("account.mismatch");
  if (account.role !== "admin") throw new Refusal("admin.only");
  const retryAfterMs = await importLimit.consume(account.id);
  if (retryAfterMs > 0) throw new Refusal("rate.limited", retryAfterMs);
  const order = orderOf(new URL(request.url).searchParams);
  const bounded = await readBounded(request, importFileMaxBytes);
  if (bounded === null) throw new Refusal("body.tooLarge");
  return { actorId: account.id, order, bytes: new Uint8Array(await bounded.arrayBuffer()) };
}

function orderOf(query: URLSearchParams): ImportOrder {
  const [kind, id, fileName] = [query.get("kind") ?? "", query.get("id") ?? "", query.get("name") ?? ""];
  const isKind = (word: string): word is ImportKind => (importKinds as readonly string[]).includes(word);
  if (!isKind(kind) || !isUuid(id) || fileName.trim() === "" || fileName.includes("\u0000")) {
    throw new Refusal("input.malformed");
  }
  return { id, kind, fileName: fileName.slice(0, fileNameMaxLength), isTrial: query.get("trial") === "1" };
}

async function bringIn(
  on: Database,
  actorId: Parameters<typeof importFile>[1],
  order: ImportOrder,
  bytes: Uint8Array,
  say: (line: ImportLine) => void,
): Promise<void> {
  if (isBusy) return say({ kind: "refused", code: "import.busy" satisfies RefusalCode });
  isBusy = true;
  let saidAt = Date.now();
  try {
    const report = await importFile(on, actorId, order, bytes, (rows) => {
      if (Date.now() - saidAt < progressEveryMs) return;
      saidAt = Date.now();
      say({ kind: "progress", rows });
    });
    say({ kind: "report", report });
  } catch (error) {
    if (!(error instanceof Refusal)) console.error("an import failed:", error);
    say({ kind: "refused", code: error instanceof Refusal ? error.code : "failed" });
  } finally {
    isBusy = false;
  }
}

/** Lines of JSON while `work` says them. It goes on when nobody listens any more. */
function streamed(work: (say: (line: ImportLine) => void) => Promise<void>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const say = (line: ImportLine): void => {
        if (!isOpen) return;
        try {
          controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        } catch {
          isOpen = false;
        }
      };
      // A first line at once: whoever waits knows that the file has come.
      say({ kind: "progress", rows: 0 });
      void work(say).finally(() => {
        if (isOpen) controller.close();
        isOpen = false;
      });
    },
  });
  const headers = { ...noStore, "content-type": "application/x-ndjson", "x-accel-buffering": "no" };
  return new Response(body, { headers });
}

function refused({ code, retryAfterMs }: Refusal): Response {
  const retry = retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) };
  return Response.json({ code }, { status: refusalCodes[code], headers: { ...noStore, ...retry } });
}
