/**
 * What the one page can ever ask for: the files it names, the files those name (lazy parts, styles, fonts), and
 * so on. Left out by this: the polyfills for browsers without modules, the error pages, Next's route lists.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { listFiles } from "./source-hash";

const pageFile = join(".next", "server", "app", "index.html");
const staticFolder = join(".next", "static");
const noModuleScript = /<script[^>]*\snoModule[^>]*><\/script>/gi;
const textual = /\.(js|css)$/;

/** Paths below the project of the static files that the page reaches. */
export function findReachableFiles(): string[] {
  const unreached = new Map(listFiles(staticFolder).map((file) => [basename(file), file]));
  const texts = [readFileSync(pageFile, "utf8").replace(noModuleScript, "")];
  const reached: string[] = [];
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [name, file] of unreached) {
      if (!text.includes(name)) continue;
      unreached.delete(name);
      reached.push(file);
      if (textual.test(name)) texts.push(readFileSync(file, "utf8"));
    }
  }
  return reached.sort();
}
