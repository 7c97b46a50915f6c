import { afterEach, expect, test, vi } from "vitest";
import { firstLookScript, noteHome } from "./first-look";

afterEach(() => vi.unstubAllGlobals());

interface Root {
  lang: string;
  dataset: { fresh?: string; theme?: string };
}
/** As the page runs it. */
function look(stored: Readonly<Record<string, string>> | null, language = "zh-TW"): Root {
  const root: Root = { lang: "", dataset: {} };
  const localStorage = {
    getItem: (key: string) => {
      if (stored === null) throw new Error("forbidden");
      return stored[key] ?? null;
    },
  };
  const run = new Function("document", "localStorage", "navigator", firstLookScript);
  run({ documentElement: root }, localStorage, { language });
  return root;
}

test("a phone of nobody's shows the head of the sign-in screen in its own language, any other does not", () => {
  expect(look({})).toEqual({ lang: "zh-TW", dataset: { fresh: "" } });
  expect(look({}, "en-GB")).toEqual({ lang: "en", dataset: { fresh: "" } });
  expect(look({}, "ja")).toEqual({ lang: "zh-TW", dataset: { fresh: "" } });
  expect(look({ "genba-home": "1" })).toEqual({ lang: "zh-TW", dataset: {} });
  expect(look(null, "en")).toEqual({ lang: "en", dataset: {} });
});

test("language and theme that were chosen stand before the first paint; what is no such choice is none", () => {
  const stored = (value: unknown) => ({ "genba-home": "1", "genba-look": JSON.stringify(value) });
  expect(look(stored({ locale: "en", theme: "dark" }))).toEqual({ lang: "en", dataset: { theme: "dark" } });
  expect(look(stored({ locale: "zh-TW", theme: "auto" }), "en")).toEqual({ lang: "zh-TW", dataset: {} });
  expect(look(stored({ locale: "xx", theme: "xx" }), "en")).toEqual({ lang: "en", dataset: {} });
  expect(look({ "genba-home": "1", "genba-look": "{" })).toEqual({ lang: "zh-TW", dataset: {} });
});

test("[C6] signing in and out is noted; where it cannot be, nothing fails", () => {
  const stored = new Map<string, string>();
  const attributes = new Set(["data-fresh"]);
  vi.stubGlobal("document", {
    documentElement: { removeAttribute: (name: string) => attributes.delete(name) },
  });
  vi.stubGlobal("localStorage", {
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  noteHome(true);
  expect(stored.size).toBe(1);
  expect(look(Object.fromEntries(stored)).dataset.fresh).toBeUndefined();
  // What is waited for next is somebody's work.
  expect(attributes.size).toBe(0);
  noteHome(false);
  expect(stored.size).toBe(0);
  vi.stubGlobal("localStorage", undefined);
  noteHome(true);
});
