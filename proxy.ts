/**
 * Headers of pages that are known only when the server starts: the content security policy with the hashes of
 * the scripts inside the prerendered pages (a nonce cannot be precached), and HSTS where the origin is https.
 * It runs for pages, and for API paths with an escape in them, which no call of ours has: one that cannot be decoded
 * would be Next's own bare 500. It decides nothing about who may do what.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type NextRequest, NextResponse } from "next/server";

/** Two years, in seconds. */
const transportSecurity = "max-age=63072000";
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

const policy = createPolicy(findPages(join(process.cwd(), ".next", "server", "app")));
const isEncrypted = process.env.GENBA_ORIGIN?.startsWith("https:") === true;

export function proxy(request: NextRequest): NextResponse {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/api/")) return isDecodable(pathname) ? NextResponse.next() : refuseMalformed();
  const response = NextResponse.next();
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Frame-Options", "DENY");
  if (isEncrypted) response.headers.set("Strict-Transport-Security", transportSecurity);
  return response;
}

export const config = {
  matcher: ["/((?!api/|share$|_next/|icons/|sw\\.js|drain\\.js|manifest\\.webmanifest).*)", "/api/(.*%.*)"],
};

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/** As the handlers answer what they cannot read (server/auth/handle.ts). */
function refuseMalformed(): NextResponse {
  const code = "input.malformed";
  return NextResponse.json(
    { code, message: code },
    { status: 400, headers: { "Cache-Control": "no-store" } },
  );
}

function createPolicy(pages: readonly string[]): string {
  const hashes = new Set(pages.flatMap(hashInlineScripts));
  return [
    "default-src 'self'",
    `script-src 'self' ${[...hashes].join(" ")}`,
    // Next and React set style attributes, for which there are no hashes.
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

function findPages(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => join(folder, name));
}

function hashInlineScripts(page: string): string[] {
  return [...readFileSync(page, "utf8").matchAll(inlineScript)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
}
