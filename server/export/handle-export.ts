/** The edge of GET /api/export: everything as a file, for an administrator, from our own pages. */
import { readSession } from "../auth/account";
import { auth } from "../auth/auth";
import { exportLimit } from "../auth/rate";
import { database } from "../db";
import type { ImportMeans } from "../import/handle-import";
import { Refusal, refusalCodes } from "../refusal";
import { readSettings } from "../settings";
import { isOwnOrigin } from "../trpc/origin";
import { exportAll, recordExport } from "./export";

export function handleExport(request: Request): Promise<Response> {
  return answerExport(request, { database: database(), auth: auth(), origin: readSettings().origin });
}

export async function answerExport(request: Request, means: ImportMeans): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    await admit(request, means);
  } catch (error) {
    if (error instanceof Refusal) {
      return Response.json({ code: error.code }, { status: refusalCodes[error.code], headers });
    }
    console.error("an export failed:", error);
    return Response.json({ code: "failed" }, { status: 500, headers });
  }
  const now = Date.now();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  // Each piece is waited for: who reads slowly is sent slowly, and who went away ends it.
  void exportAll(means.database, now, (lines) => writer.write(encoder.encode(lines))).then(
    () => writer.close(),
    (error: unknown) => {
      if (error !== undefined) console.error("an export was cut off:", error);
      return writer.abort(error).catch(() => undefined);
    },
  );
  const day = new Date(now).toISOString().slice(0, 10);
  return new Response(readable, {
    headers: {
      ...headers,
      "content-type": "application/jsonl; charset=utf-8",
      "content-disposition": `attachment; filename="genba-${day}.jsonl"`,
      "x-content-type-options": "nosniff",
    },
  });
}

async function admit(request: Request, means: ImportMeans): Promise<void> {
  if (!isOwnOrigin(request, means.origin)) throw new Refusal("origin.foreign");
  const { account } = await readSession(means.auth, means.database, request.headers);
  if (!account) throw new Refusal("session.none");
  const retryAfterMs = await exportLimit.consume(account.id);
  if (retryAfterMs > 0) throw new Refusal("rate.limited", retryAfterMs);
  await recordExport(means.database, account.id);
}
