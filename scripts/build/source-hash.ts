/** One hash of everything that goes into the product: the same sources are the same build, on any machine. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = [
  "core",
  "client",
  "worker",
  "app",
  "server",
  "jobs",
  "public",
  "prisma/schema.prisma",
  "scripts/build",
  "package-lock.json",
  "next.config.ts",
  "proxy.ts",
  "tsconfig.base.json",
  "tsconfig.json",
];
const notSource = /\.test\.tsx?$|^public\/(sw|drain)\.js|\/\./;
const hashLength = 16;

export function hashSources(): string {
  const hash = createHash("sha256");
  for (const path of sources.flatMap(listFiles).filter((name) => !notSource.test(name))) {
    const content = readFileSync(path);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, hashLength);
}

/** The files at or below a path, in an order that depends on their names alone. */
export function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}
