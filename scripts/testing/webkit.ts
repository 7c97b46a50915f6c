/** WebKit, which iPhones run: Debian's WebKitGTK with its driver. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const driver = "/usr/bin/WebKitWebDriver";
/** It has no mode without a screen. */
const display = "/usr/bin/Xvfb";
/** A window of our own is written in Python (e2e/fixtures/engines/webkit-browser.py). */
const python = "/usr/bin/python3";
const pythonModule = "/usr/lib/python3/dist-packages/gi";
const library = join("girepository-1.0", "WebKit2-4.1.typelib");

/** The driver's path, or undefined where it or what it needs is missing. */
export function findWebKitDriver(): string | undefined {
  const isThere = [driver, display, python, pythonModule].every((path) => existsSync(path)) && hasLibrary();
  return isThere ? driver : undefined;
}

function hasLibrary(): boolean {
  // Debian keeps it in a folder of the machine's kind.
  return readdirSync("/usr/lib").some((inner) => existsSync(join("/usr/lib", inner, library)));
}
