/** The Cache API of a browser, in memory: `caches` from now on, empty. */
import { vi } from "vitest";

export function stubCaches(): void {
  const stored = new Map<string, Map<string, string>>();
  const address = (key: string): string => new URL(key, "https://genba.example").href;
  vi.stubGlobal("caches", {
    open: async (name: string) => {
      const entries = stored.get(name) ?? new Map<string, string>();
      stored.set(name, entries);
      return {
        match: async (key: string) =>
          entries.has(address(key)) ? new Response(entries.get(address(key))) : undefined,
        put: async (key: string, response: Response) => void entries.set(address(key), await response.text()),
        delete: async (key: string) => entries.delete(address(key)),
        keys: async () => [...entries.keys()].map((url) => ({ url })),
      };
    },
    delete: async (name: string) => stored.delete(name),
  });
}
