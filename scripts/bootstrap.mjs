/**
 * The one way into every command: `node scripts/bootstrap.mjs NAME [arguments]`.
 *
 * It runs before node_modules exists, so it imports built-ins only and is plain JavaScript. It checks Node,
 * installs exactly what package-lock.json names, makes the database client, bundles scripts/NAME.ts to
 * build/scripts/NAME.js and runs that: nothing interprets TypeScript at run time. The bundle runs in this same
 * process, so that signals and the exit code need no forwarding.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generateClient } from "./generate-client.mjs";

const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), "..");

await main(process.argv[2] ?? "", process.argv.slice(3));

/**
 * @param {string} name
 * @param {string[]} commandArguments
 */
async function main(name, commandArguments) {
  checkNode();
  process.chdir(projectFolder);
  const entry = join("scripts", `${name}.ts`);
  if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(entry)) {
    fail(`No command named "${name}": the commands are listed under "scripts" in package.json.`);
  }
  if (!isInstalledAsLocked()) install();
  try {
    generateClient();
  } catch (error) {
    fail(/** @type {Error} */ (error).message);
  }
  const bundle = await bundleScript(name, entry);
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, bundle, ...commandArguments];
  await import(pathToFileURL(bundle).href);
}

/** The oldest Node that the dependencies run on: 20.19 loads ES modules through require(). */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Genba needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
}

/**
 * True when node_modules holds what package-lock.json names. npm writes node_modules/.package-lock.json as its
 * last step, so an install that was cut off has none; packages for other platforms may be missing.
 */
function isInstalledAsLocked() {
  try {
    const wanted = readPackages("package-lock.json");
    const installed = readPackages(join("node_modules", ".package-lock.json"));
    return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      if (path === "") return true;
      const found = installed[path];
      if (!found) return optional === true;
      return found.version === version && found.integrity === integrity;
    });
  } catch {
    return false;
  }
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}

/** Installs with npm, which started us or lies beside this Node; its messages go to stderr. */
function install() {
  console.error("Installing packages (the first time takes about a minute) …");
  const options = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npmScript = process.env.npm_execpath;
  const [command, first] = npmScript?.endsWith(".js") ? [process.execPath, [npmScript]] : ["npm", []];
  const result = spawnSync(command, [...first, ...options], { stdio: ["ignore", 2, 2] });
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) fail("npm ci failed: see the lines above.");
}

/**
 * Bundles one command. Packages stay outside the bundle: they are loaded from node_modules. The file is renamed
 * into place, so that a command started twice never reads half of it.
 *
 * @param {string} name
 * @param {string} entry
 */
async function bundleScript(name, entry) {
  const esbuild = createRequire(join(projectFolder, "package.json"))("esbuild");
  const outfile = join(projectFolder, "build", "scripts", `${name}.js`);
  try {
    const result = await esbuild.build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20.19",
      sourcemap: "inline",
      write: false,
      logLevel: "silent",
    });
    for (const file of result.outputFiles) writeBundle(file.path, file.contents);
  } catch (error) {
    const errors = /** @type {{ errors?: unknown[] }} */ (error).errors;
    if (!errors) throw error;
    for (const line of await esbuild.formatMessages(errors, { kind: "error" })) console.error(line);
    fail(`${entry} could not be bundled.`);
  } finally {
    await esbuild.stop();
  }
  return outfile;
}

/**
 * The folder may be another user's, who built this checkout first, or the disk full.
 *
 * @param {string} path
 * @param {Uint8Array} contents
 */
function writeBundle(path, contents) {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, contents);
    renameSync(temporary, path);
  } catch (error) {
    tidy(temporary);
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const isForeign = code === "EACCES" || code === "EPERM";
    const advice = isForeign
      ? ": start as the user who built this checkout, or give this one the folder"
      : "";
    fail(`Genba cannot write its files (${message})${advice}.`);
  }
}

/** @param {string} path */
function tidy(path) {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written; that is being told.
  }
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
