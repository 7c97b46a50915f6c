import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { alertmanagerExample, curlExample } from "./source-example";

const sender = { origin: "https://desk.example", key: "gev_abc-_", secret: null };
const said = { asset: "A-SW-122", title: 'Link "down" $HOME `x` \\' };

/** Runs it with a curl that says what it was given, one argument a line; the body comes last. */
function pasted(script: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "genba-curl-"));
  try {
    writeFileSync(join(folder, "curl"), '#!/bin/sh\nprintf "%s\\036" "$@"\n');
    chmodSync(join(folder, "curl"), 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    return execFileSync("sh", ["-c", script], { encoding: "utf8", env }).split("\u001e").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the example posts an event with the key, as it is pasted", () => {
  const given = pasted(curlExample(sender, said));
  expect(given).toContain("https://desk.example/api/events");
  expect(given).toContain("Authorization: Bearer gev_abc-_");
  const { id, at, ...event } = JSON.parse(given.at(-1) ?? "");
  expect(id).toMatch(/^test-\d+-\d+$/);
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  expect(event).toEqual({ status: "firing", severity: "warning", asset: "A-SW-122", title: said.title });
});

test("one that signs has the signature of Standard Webhooks", () => {
  const secret = `whsec_${Buffer.from("a secret of 24 bytes …\u00ff").toString("base64")}`;
  const given = pasted(curlExample({ ...sender, secret }, { asset: null, title: "Test" }));
  const header = (name: string) =>
    given.find((one) => one.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
  const bytes = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", bytes)
    .update(`${header("webhook-id")}.${header("webhook-timestamp")}.${given.at(-1)}`)
    .digest("base64");
  expect(header("webhook-signature")).toBe(`v1,${expected}`);
});

test("Alertmanager is told where and with what key", () => {
  const text = alertmanagerExample(sender);
  expect(text).toContain("      - url: https://desk.example/api/events/alertmanager\n");
  expect(text).toContain("            credentials: gev_abc-_");
});
