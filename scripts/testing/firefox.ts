/** Firefox, for what Chromium cannot show: a subscription for real. Debian's ESR, or another one that is installed. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const programs = ["/usr/bin/firefox-esr", "/usr/bin/firefox"] as const;
/** It shows notifications only where it has a screen, and hands them to the desktop by this library. */
const display = "/usr/bin/Xvfb";
const libraryFolders = ["/usr/lib", "/usr/lib64"] as const;
const library = "libnotify.so.4";

/** The program's path, or undefined where it, a screen for it or its library is missing. */
export function findFirefox(): string | undefined {
  return existsSync(display) && hasLibrary() ? programs.find((path) => existsSync(path)) : undefined;
}

function hasLibrary(): boolean {
  return libraryFolders.filter(existsSync).some((folder) =>
    // Debian keeps them in a folder of the machine's kind.
    ["", ...readdirSync(folder)].some((inner) => existsSync(join(folder, inner, library))),
  );
}
