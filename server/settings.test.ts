import { resolve } from "node:path";
import { expect, test } from "vitest";
import { isForThisMachineOnly, isLoopback, readSettings, SettingsError } from "./settings";

test("an empty environment is a demo desk on this machine", () => {
  expect(readSettings({ PORT: "", GENBA_DATA: " " })).toEqual({
    port: 3000,
    host: "127.0.0.1",
    origin: "http://localhost:3000",
    dataFolder: resolve(".genba"),
    dataFolderNamed: false,
    databaseUrl: undefined,
    databaseConnections: 10,
  });
});

test("the origin follows the port unless it is set, and loses its trailing slash", () => {
  expect(readSettings({ PORT: "4010" }).origin).toBe("http://localhost:4010");
  expect(readSettings({ GENBA_ORIGIN: "https://desk.example/" }).origin).toBe("https://desk.example");
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["GENBA_HOST", "desk.example"],
  ["GENBA_ORIGIN", "desk.example"],
  ["GENBA_ORIGIN", "https://desk.example/genba"],
  ["DATABASE_URL", "mysql://secret@host/name"],
  ["DATABASE_URL", "secret"],
  ["GENBA_DATABASE_CONNECTIONS", "0"],
])("a wrong %s is one line that names it and keeps its value to itself", (name, value) => {
  const read = () => readSettings({ [name]: value });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(new RegExp(`^${name} .*[^\\n]$`));
  expect(read).not.toThrow("secret");
});

test("only names of this machine are loopback", () => {
  expect(["http://localhost:1", "http://127.0.0.1", "http://[::1]:3"].map(isLoopback)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["https://desk.example", "http://127.0.0.1.example"].map(isLoopback)).toEqual([false, false]);
});

test.each([
  [{}, true],
  [{ GENBA_HOST: "localhost" }, true],
  [{ GENBA_HOST: "::1", GENBA_ORIGIN: "http://[::1]:3000" }, true],
  [{ GENBA_HOST: "0.0.0.0" }, false],
  [{ GENBA_HOST: "::" }, false],
  [{ GENBA_HOST: "192.0.2.7" }, false],
  [{ GENBA_ORIGIN: "https://desk.example" }, false],
])("others can reach a desk by its origin or by its host: %j", (env, only) => {
  expect(isForThisMachineOnly(readSettings(env))).toBe(only);
});
