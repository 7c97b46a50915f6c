/** The browser that tests and tools drive: Playwright's own if it could be downloaded, else the machine's. */
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const machinePaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"] as const;

/** The program's path, or undefined where there is none. */
export function findChromium(): string | undefined {
  return [chromium.executablePath(), ...machinePaths].find((path) => existsSync(path));
}

/** The program's path; throws where there is none. */
export function chromiumPath(): string {
  const path = findChromium();
  if (!path) throw new Error("No Chromium on this machine: `npm test` installs one.");
  return path;
}

/**
 * What Playwright turns off itself: Chromium heeds the last such list only, so ours repeats it (chromium.test.ts), and
 * a page of the browser's own that is drawn for each new window, at a tenth of what a phone's journey costs.
 */
const disabledFeatures: readonly string[] = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "msForceBrowserSignIn",
  "msEdgeUpdateLaunchServicesPreferredVersion",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

/** As root, without a display, and without what Chromium would ask the network for by itself. */
export const chromiumFlags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${disabledFeatures.join(",")}`,
];
