/**
 * What a phone loads before its first screen: every script the one page names, compressed as a server sends it. The
 * build says the number and fails when it grows without somebody deciding so (docs/decisions/0014-first-load.md).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Failure } from "../failure";

/** PRODUCT.md. */
const boundBytes = 210_000;

const pageFile = join(".next", "server", "app", "index.html");
const scriptTags = /<script[^>]*\ssrc="\/_next\/([^"?]+)[^>]*>/g;

/** Call it after `next build`. */
export function checkFirstLoad(): void {
  const sizeBytes = firstLoadBytes();
  if (sizeBytes > boundBytes) {
    throw new Failure(
      `The first load has ${sizeBytes} bytes of JavaScript gz, over its bound of ${boundBytes}: see scripts/build/first-load.ts.`,
    );
  }
  console.log(`  first load: ${(sizeBytes / 1000).toFixed(1)} KB of JavaScript gz`);
}

/** Of the build that is there. */
export function firstLoadBytes(): number {
  return firstScripts().reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

/** Without the polyfills, which only browsers without modules ask for. */
function firstScripts(): readonly string[] {
  const page = readFileSync(pageFile, "utf8");
  const files = [...page.matchAll(scriptTags)].flatMap(([tag, path]) =>
    path === undefined || /\snoModule/i.test(tag) ? [] : [join(".next", path)],
  );
  if (files.length === 0) throw new Failure(`${pageFile} names no script: nothing to measure.`);
  return [...new Set(files)];
}
