/** Sees to a browser and a Chinese font for the tests, as far as this machine and this user allow. */
import { existsSync } from "node:fs";
import { nodeProgram, runProgram } from "../run-program";
import { findChromium } from "./chromium";

const chineseFontFolder = "/usr/share/fonts/opentype/noto";

/** True when there is a Chromium, perhaps just installed: Playwright's own, else Debian's when we are root. */
export async function ensureChromium(): Promise<boolean> {
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const missing: string[] = [];
  if (!findChromium()) {
    console.log("Installing a browser for the tests …");
    const { code } = await runProgram(...nodeProgram("playwright/cli.js", "install", "chromium"));
    if (code !== 0) missing.push("chromium");
  }
  if (!existsSync(chineseFontFolder)) missing.push("fonts-noto-cjk");
  if (missing.length > 0 && isDebianRoot) await installPackages(missing);
  return findChromium() !== undefined;
}

async function installPackages(names: readonly string[]): Promise<void> {
  console.log(`Installing ${names.join(" and ")} with apt-get …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runProgram("apt-get", ["update", "-qq"], { env });
  const options = ["install", "-y", "-qq", "--no-install-recommends"];
  const { code, output } = await runProgram("apt-get", [...options, ...names], { env });
  if (code !== 0) console.log(output);
}
