/** Lighthouse's marks for the first page of a new phone (its own simulated phone and network), 0 to 100. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../../failure";
import { chromiumPath } from "../../testing/chromium";

/** Installed here, pinned, into a folder of its own: `npm start` and `npm test` never see it. */
const folder = resolve(".bench", "lighthouse");
const version = "12.8.2";
const program = join(folder, "node_modules", "lighthouse", "cli", "index.js");

export interface Marks {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
}

export function measureLighthouse(address: string, say: (line: string) => void): Marks {
  install(say);
  const output = join(folder, "report.json");
  const flags = [
    "--output=json",
    `--output-path=${output}`,
    "--quiet",
    "--chrome-flags=--headless=new --no-sandbox",
  ];
  const categories = "--only-categories=performance,accessibility,best-practices";
  const { status } = spawnSync(process.execPath, [program, address, ...flags, categories], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, CHROME_PATH: chromiumPath() ?? "" },
  });
  if (status !== 0) throw new Failure("Lighthouse failed: see the lines above.");
  const report = JSON.parse(readFileSync(output, "utf8")) as {
    readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  };
  const mark = (name: string): number => Math.round((report.categories[name]?.score ?? 0) * 100);
  return {
    performance: mark("performance"),
    accessibility: mark("accessibility"),
    bestPractices: mark("best-practices"),
  };
}

function install(say: (line: string) => void): void {
  const manifest = JSON.stringify({
    name: "genba-bench-lighthouse",
    private: true,
    dependencies: { lighthouse: version },
  });
  const manifestPath = join(folder, "package.json");
  const isThere = existsSync(program) && existsSync(manifestPath);
  if (isThere && readFileSync(manifestPath, "utf8") === manifest) return;
  say("Installing Lighthouse …");
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifestPath, manifest);
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...options], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Failure("Lighthouse could not be installed: see the lines above.");
}
