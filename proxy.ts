/**
 * Headers of pages that are known only when the server starts: the content security policy with the hashes of
 * the scripts inside the prerendered pages (a nonce cannot be precached), and HSTS where the origin is https.
 * It runs for pages alone; it decides nothing about who may do what.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NextResponse } from "next/server";

/** Two years, in seconds. */
const transportSecurity = "max-age=63072000";
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

const policy = createPolicy(findPages(join(process.cwd(), ".next", "server", "app")));
const isEncrypted = process.env.GENBA_ORIGIN?.startsWith("https:") === true;

export function proxy(): NextResponse {
  const response = NextResponse.next();
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Frame-Options", "DENY");
  if (isEncrypted) response.headers.set("Strict-Transport-Security", transportSecurity);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/|icons/|sw\\.js|drain\\.js|manifest\\.webmanifest).*)"] };

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
