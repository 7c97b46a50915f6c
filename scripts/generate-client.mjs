/**
 * Makes generated/prisma from prisma/schema.prisma when the schema is another than last time. The commands import
 * that client, so this runs before any of them is bundled.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const schemaFile = join("prisma", "schema.prisma");
const packageFile = join("node_modules", "prisma", "package.json");
const stampFile = join("generated", "prisma", ".made-from");

/** Throws with Prisma's own words when the schema is wrong. */
export function generateClient() {
  const hash = createHash("sha256").update(readFileSync(schemaFile)).update(readFileSync(packageFile));
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  const program = join("node_modules", "prisma", "build", "index.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "generate", "--no-hints"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      // `generate` runs no engine, but downloads one unless this names a file that exists.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (status !== 0) throw new Error(`prisma generate failed:\n${stdout}${stderr}`);
  writeFileSync(stampFile, stamp);
}
