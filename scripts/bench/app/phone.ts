/**
 * The app on a phone of the middle: a real Chromium of phone size with a profile on disk, its page's processor four
 * times slower. What a person waits for is timed inside the page, by its own clock, to the frame that shows it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright";
import { chromiumFlags, chromiumPath } from "../../testing/chromium";

/** PRODUCT.md: the budgets are of a processor so much slower. */
const slowdown = 4;

export interface BenchPhone {
  readonly page: Page;
  /** The browser closes and opens again with what it has stored. */
  reopen(options: { readonly offline: boolean; readonly slow: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** What is noted in each page before the app runs; ms since its navigation began. */
declare global {
  var genbaSeen: { list?: number; synced?: number; signedIn?: number };
}

export async function openBenchPhone(origin: string): Promise<BenchPhone> {
  const profile = await mkdtemp(join(tmpdir(), "genba-bench-app-"));
  let { context, page } = await launch(profile, origin);
  return {
    get page() {
      return page;
    },
    async reopen({ offline, slow }) {
      await context.close();
      ({ context, page } = await launch(profile, origin));
      await context.setOffline(offline);
      if (slow) {
        const session = await context.newCDPSession(page);
        await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      }
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function launch(profile: string, origin: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumFlags, "--accept-lang=zh-TW"],
    baseURL: origin,
    locale: "zh-TW",
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
  });
  context.setDefaultTimeout(120_000);
  await context.addInitScript(watchPage);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

/** Runs in the page. */
function watchPage(): void {
  const seen: typeof genbaSeen = {};
  globalThis.genbaSeen = seen;
  const fetched = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    const answer = await fetched(...given);
    if (String(given[0]).includes("/sign-in/")) seen.signedIn ??= performance.now();
    return answer;
  };
  const afterPaint = (note: (at: number) => void): void => {
    requestAnimationFrame(() => setTimeout(() => note(performance.now())));
  };
  const look = (): void => {
    if (seen.list === undefined && document.querySelector('main a[href^="/tickets/"]') !== null) {
      seen.list = -1;
      afterPaint((at) => {
        seen.list = at;
      });
    }
    const bar = document.querySelector("header [role=status]")?.textContent ?? "";
    if (seen.synced === undefined && bar.includes("全部已同步") && seen.signedIn !== undefined)
      seen.synced = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}
