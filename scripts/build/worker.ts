/** The service worker: esbuild bundles it, workbox-build writes the list of files to precache into it. */
import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BuildOptions } from "esbuild";
import { Failure } from "../failure";
import { bundle } from "./bundle";
import { findReachableFiles } from "./precache";

/** PRODUCT.md's budget. */
const budgetBytes = 15_000;

/** Files beside the build's own that a phone needs offline. */
const publicFiles = ["public/icons/{icon-192,badge-96}.png", "public/manifest.webmanifest"];

const workerBundle: BuildOptions = {
  platform: "browser",
  format: "iife",
  target: "es2022",
  minify: true,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
};

/** Writes public/sw.js and public/drain.js for the finished Next build `buildId`. */
export async function buildWorker(buildId: string): Promise<void> {
  const bundled = join("build", "worker.js");
  const unfinished = join("build", "sw.js");
  await bundle("worker/main.ts", bundled, workerBundle);
  // What touches the replica: the worker imports it while installing and runs it when there is something to send.
  await bundle("worker/drain.ts", join("public", "drain.js"), workerBundle);
  // Loaded here: its compilers are half of what a start without a build would load.
  const { injectManifest } = await import("workbox-build");
  const { warnings, count } = await injectManifest({
    swSrc: bundled,
    swDest: unfinished,
    globDirectory: ".",
    globPatterns: [...findReachableFiles(), ...publicFiles],
    globIgnores: [],
    // File names under _next/static carry a hash of their content, so they need no revision.
    dontCacheBustURLsMatching: /\/_next\/static\/(chunks|media)\//,
    modifyURLPrefix: { ".next/": "/_next/", "public/": "/" },
    additionalManifestEntries: [{ url: "/", revision: buildId }],
    maximumFileSizeToCacheInBytes: 3_000_000,
  });
  if (warnings.length > 0) throw new Failure(`The precache list is not whole: ${warnings.join(" ")}`);
  const sizeBytes = gzipSync(readFileSync(unfinished)).length;
  if (sizeBytes > budgetBytes) {
    throw new Failure(`The service worker has ${sizeBytes} bytes gz, over its budget of ${budgetBytes}.`);
  }
  renameSync(unfinished, join("public", "sw.js"));
  rmSync(bundled);
  console.log(`  service worker: ${(sizeBytes / 1000).toFixed(1)} KB gz, ${count} files precached`);
}
