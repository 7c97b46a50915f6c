/** A real Chromium with a profile on disk, so that its IndexedDB writes files, showing one contender's page. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type BrowserContext, chromium, type Page } from "playwright";
import { chromiumFlags, chromiumPath } from "../../testing/chromium";
import type { SyncDriver } from "./driver";

export interface BenchPage {
  /** Calls one function of the page's driver. */
  call<Name extends keyof SyncDriver>(
    name: Name,
    ...given: Parameters<SyncDriver[Name]>
  ): Promise<Awaited<ReturnType<SyncDriver[Name]>>>;
  /** Empty storage, a fresh page. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

const html =
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/bench/page.js"></script>';

/** One script of a page and all it imports; the peers' packages are found in `packagesFolder`. */
export async function bundlePage(entry: string, packagesFolder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2023",
    platform: "browser",
    nodePaths: [packagesFolder],
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

export async function openPage(
  origin: string,
  script: string,
  phone: { readonly name: string; readonly group: string },
): Promise<BenchPage> {
  const profile = await mkdtemp(join(tmpdir(), "genba-bench-phone-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumFlags],
    viewport: { width: 390, height: 844 },
  });
  context.setDefaultTimeout(0);
  const page = context.pages()[0] ?? (await context.newPage());
  page.on("pageerror", (error) => console.error("page:", error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("Failed to load resource"))
      console.error("page:", message.text());
  });
  await load(context, page, origin, script);
  const call: BenchPage["call"] = (name, ...given) =>
    page.evaluate(
      async ([wanted, values]) => {
        try {
          const act = globalThis.bench[wanted as keyof SyncDriver] as (...all: unknown[]) => Promise<never>;
          return await act(...values);
        } catch (error) {
          // A library's own errors may hold more than the browser can hand over.
          throw new Error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        }
      },
      [name, given] as const,
    );
  await call("prepare", phone);
  return {
    call,
    async renew() {
      await call("reset");
      await load(context, page, origin, script);
      await call("prepare", phone);
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The page comes from here and not from the server; then nothing stands between it and the network any more. */
async function load(context: BrowserContext, page: Page, origin: string, script: string): Promise<void> {
  const pattern = `${origin}/bench/*`;
  await context.route(pattern, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: script })
      : route.fulfill({ contentType: "text/html", body: html }),
  );
  await page.goto(`${origin}/bench/page.html`);
  await page.waitForFunction(() => "bench" in globalThis);
  await context.unroute(pattern);
}
