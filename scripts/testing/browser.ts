/** Sees to what the browser tests need of the machine, as far as this machine and this user allow. */
import { existsSync } from "node:fs";
import { nodeProgram, runProgram } from "../run-program";
import { findChromium } from "./chromium";
import { findFirefox } from "./firefox";
import { findWebKitDriver } from "./webkit";

export type Need = {
  readonly name: string;
  /** Debian's packages that bring it. */
  readonly packages: readonly string[];
  readonly isThere: () => boolean | Promise<boolean>;
};

const needs: readonly Need[] = [
  { name: "a browser", packages: ["chromium"], isThere: () => findChromium() !== undefined },
  {
    name: "a Chinese font",
    packages: ["fonts-noto-cjk"],
    isThere: () => existsSync("/usr/share/fonts/opentype/noto"),
  },
  {
    // e2e/firefox.spec.ts, e2e/engines.spec.ts
    name: "Firefox with a screen and notifications",
    packages: ["firefox-esr", "xvfb", "libnotify4"],
    isThere: () => findFirefox() !== undefined,
  },
  {
    // e2e/engines.spec.ts
    name: "WebKit with its driver and a screen",
    packages: ["webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"],
    isThere: () => findWebKitDriver() !== undefined,
  },
  {
    // e2e/fixtures/notification-daemon.ts
    name: "a desktop's notifications",
    packages: ["dbus", "python3-dbus", "python3-gi"],
    isThere: async () =>
      (await succeeds("dbus-daemon", "--version")) &&
      (await succeeds("/usr/bin/python3", "-c", "import dbus.mainloop.glib, gi.repository.GLib")),
  },
];

/** Installs what it may: Playwright's own browser, else Debian's packages when we are root. The rest is answered. */
export async function prepareBrowser(): Promise<readonly Need[]> {
  if (!findChromium()) {
    console.log("Installing a browser for the tests …");
    await runProgram(...nodeProgram("playwright/cli.js", "install", "chromium"));
  }
  const missing = await findMissing();
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (missing.length === 0 || !isDebianRoot) return missing;
  await installPackages(missing.flatMap(({ packages }) => packages));
  return findMissing();
}

async function findMissing(): Promise<readonly Need[]> {
  const found = await Promise.all(needs.map(({ isThere }) => isThere()));
  return needs.filter((_, index) => !found[index]);
}

async function installPackages(names: readonly string[]): Promise<void> {
  console.log(`Installing ${names.join(", ")} with apt-get …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runProgram("apt-get", ["update", "-qq"], { env });
  const options = ["install", "-y", "-qq", "--no-install-recommends"];
  const { code, output } = await runProgram("apt-get", [...options, ...names], { env });
  if (code !== 0) console.log(output);
}

async function succeeds(command: string, ...commandArguments: string[]): Promise<boolean> {
  return (await runProgram(command, commandArguments)).code === 0;
}
