/** The browser around the worker: what it shows, its tabs, its subscription; and the server that it asks. */
import { vi } from "vitest";
import { listenForPush, type PushScope } from "../push";

interface Shown {
  readonly title: string;
  readonly options: {
    tag: string;
    body: string;
    badge: string;
    renotify?: boolean;
    data: { id?: string; url: string };
    actions?: unknown;
  };
}
interface Tab {
  readonly focused: boolean;
  readonly visibilityState: string;
  readonly messages: unknown[];
  focusCount: number;
  /** It left: still listed when first asked for, and heard from no more. */
  readonly isLeaving: boolean;
  /** The system froze it: it stays, and hears nothing before it is focused. */
  readonly isFrozen: boolean;
}

export function createBrowser(tabs: Tab[] = []) {
  const listeners = new Map<string, (event: object) => void>();
  const shown: Shown[] = [];
  const opened: string[] = [];
  let asked = 0;
  const clients = tabs.map((tab) => ({
    ...tab,
    postMessage: (message: { readonly type?: string }, ports: readonly MessagePort[] = []) => {
      if (message.type !== "alive?") tab.messages.push(message);
      else if (!tab.isLeaving && !tab.isFrozen) ports[0]?.postMessage(true);
    },
    focus: async () => {
      tab.focusCount += 1;
      return { postMessage: (message: unknown) => tab.messages.push(message) };
    },
  }));
  const scope = {
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
    registration: {
      showNotification: async (title: string, options: Shown["options"]) =>
        void shown.push({ title, options }),
      getNotifications: async ({ tag }: { tag: string }) =>
        shown.filter(({ options }) => options.tag === tag).map(({ options }) => ({ data: options.data })),
      pushManager: { subscribe: async () => subscription("https://push.example/new") },
    },
    clients: {
      matchAll: async () => {
        asked += 1;
        return clients.filter(({ isLeaving }) => !isLeaving || asked === 1);
      },
      openWindow: async (url: string) => void opened.push(url),
    },
  };
  const drain = vi.fn(async () => {});
  const press = vi.fn(async () => {});
  listenForPush(scope as unknown as PushScope, { drain, press });
  const fire = async (type: string, event: object): Promise<void> => {
    let work: unknown;
    listeners.get(type)?.({
      ...event,
      waitUntil: (promise: unknown) => {
        work = promise;
      },
    });
    await work;
  };
  /** As Safari hands over a declared message. */
  const declare = (text: string) =>
    fire("push", { data: null, notification: (JSON.parse(text) as { notification: unknown }).notification });
  const push = (text: string | null) => fire("push", { data: text === null ? null : { text: () => text } });
  const click = (data: unknown, action = "") =>
    fire("notificationclick", { action, notification: { data, close: () => {} } });
  return { shown, opened, drain, press, push, declare, click, fire };
}

export const subscription = (endpoint: string) => ({
  endpoint,
  options: { applicationServerKey: new ArrayBuffer(65) },
  getKey: () => new Uint8Array([1, 2]).buffer,
});
export const tab = (given: Partial<Tab> = {}): Tab => ({
  focused: false,
  visibilityState: "hidden",
  messages: [],
  focusCount: 0,
  isLeaving: false,
  isFrozen: false,
  ...given,
});

/** What the phone remembers of its notifications, as text by key. */
export const cached = new Map<string, string>();

export function remember(accountId: string): void {
  const memory = { accountId, locale: "en", endpoint: "https://push.example/old" };
  cached.set("/push-memory", JSON.stringify(memory));
}

/** Before each test: a phone on which "me" wants notifications. */
export function resetPhone(): void {
  cached.clear();
  remember("me");
  vi.stubGlobal("caches", {
    open: async () => ({
      match: async (key: string) => (cached.has(key) ? new Response(cached.get(key)) : undefined),
      put: async (key: string, response: Response) => void cached.set(key, await response.text()),
    }),
  });
}

/** What the server hears; it knows every token. */
export function listenAtServer(
  answer: () => Response = () => Response.json({ result: { data: { known: true } } }),
) {
  const heard: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: { body: string }) => {
    heard.push({ path: url.replace("/api/trpc/", ""), body: JSON.parse(init.body) });
    return answer();
  });
  return heard;
}
