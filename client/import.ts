/**
 * Sends a file to be brought in (server/import/handle-import.ts) and reads what the server says meanwhile. There is no
 * limit to how long it takes, only to how long the server may be silent.
 */
import type { AccountId } from "../core/ids";
import {
  type ImportKind,
  type ImportLine,
  type ImportReport,
  importFileMaxBytes,
} from "../core/import/import";
import { AdminError, type AdminFailure, failureNamed } from "./admin-request";

const silenceMaxMs = 120_000;

export interface ImportRequest {
  /** Asked again with the same, what was done is answered and nothing done twice. */
  readonly id: string;
  readonly kind: ImportKind;
  readonly file: Blob & { readonly name: string };
  readonly isTrial: boolean;
}

/** Throws AdminError; after `unreachable` the server may have done it. `onProgress`: rows read so far. */
export async function sendImport(
  accountId: AccountId,
  { id, kind, file, isTrial }: ImportRequest,
  onProgress: (rows: number) => void,
  fetcher: typeof fetch = (...input) => fetch(...input),
): Promise<ImportReport> {
  if (file.size > importFileMaxBytes) throw new AdminError("malformed", {});
  const query = new URLSearchParams({ id, kind, name: file.name, trial: isTrial ? "1" : "0" });
  const silence = new AbortController();
  const listen = () => setTimeout(() => silence.abort(), silenceMaxMs);
  let timer = listen();
  try {
    const answer = await fetcher(`/api/import?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "x-genba-account": accountId },
      credentials: "same-origin",
      body: file,
      signal: silence.signal,
    });
    if (!answer.ok || answer.body === null) throw new AdminError(await failureOf(answer), {});
    for await (const line of linesOf(answer.body)) {
      clearTimeout(timer);
      timer = listen();
      switch (line.kind) {
        case "progress":
          onProgress(line.rows);
          break;
        case "report":
          return line.report;
        case "refused":
          throw new AdminError(failureNamed(line.code) ?? "failed", {});
      }
    }
    // It was cut off before its end.
    throw new AdminError("unreachable", {});
  } catch (error) {
    throw error instanceof AdminError ? error : new AdminError("unreachable", {});
  } finally {
    clearTimeout(timer);
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ImportLine> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as ImportLine;
    if (done) return;
  }
}

async function failureOf(answer: Response): Promise<AdminFailure> {
  const body: unknown = await answer.json().catch(() => null);
  const code = (body as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? (failureNamed(code) ?? "failed") : "unreachable";
}
