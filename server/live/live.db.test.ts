import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, openIncident, pushOf } from "../testing/desk";
import { createLive, type Live } from "./listen";
import { notifyCommitted } from "./notify";
import { streamHints } from "./stream";

let desk: Desk;
const started: Live[] = [];
beforeAll(async () => {
  desk = await createDesk();
});
afterEach(() => Promise.all(started.splice(0).map((live) => live.end())));
afterAll(() => desk.end());

function startLive(): Live {
  const live = createLive(desk.url);
  started.push(live);
  return live;
}

/** The counters that a listener hears, and a promise of the next one. */
function listen(live: Live) {
  const heard: number[] = [];
  let wake = (): void => undefined;
  live.subscribe((counter) => {
    heard.push(counter);
    wake();
  });
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { heard, until };
}

const counterOf = async () =>
  Number((await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);

test("[L1] every instance hears of a commit, once for many", async () => {
  const before = await counterOf();
  const [first, second] = [listen(startLive()), listen(startLive())];
  await first.until(() => first.heard.length === 1);
  await second.until(() => second.heard.length === 1);
  expect(first.heard).toEqual([before]);
  const phone = createPhone(desk.engineer);
  await push(desk.database, pushOf(phone, [openIncident(desk, phone)]));
  const pushed = await counterOf();
  await first.until(() => first.heard.at(-1) === pushed);
  await second.until(() => second.heard.at(-1) === pushed);

  for (let count = 0; count < 10; count += 1)
    await desk.database.site.create({ data: { name: `site ${count}` } });
  // What ten requests do that end at about the same time.
  for (let count = 0; count < 10; count += 1) notifyCommitted(desk.database, false);
  await first.until(() => first.heard.at(-1) === pushed + 10);
  await second.until(() => second.heard.at(-1) === pushed + 10);
  expect(first.heard).toEqual([before, pushed, pushed + 10]);
  expect(second.heard).toEqual(first.heard);
});

test("[L1] a connection that was cut is made again, and what was missed is told", async () => {
  const listener = listen(startLive());
  await listener.until(() => listener.heard.length > 0);
  await desk.database.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'genba-live' AND datname = current_database()`;
  await desk.database.site.create({ data: { name: "while away" } });
  const now = await counterOf();
  await listener.until(() => listener.heard.at(-1) === now);
});

test("[L1] a hint that does not grow is not sent", async () => {
  const listener = listen(startLive());
  await listener.until(() => listener.heard.length > 0);
  const [counter] = listener.heard;
  await desk.database.$executeRaw`SELECT pg_notify('genba_change', ${String(counter! - 1)})`;
  await desk.database.$executeRaw`SELECT pg_notify('genba_change', 'nonsense')`;
  await desk.database.$executeRaw`SELECT pg_notify('genba_change', ${String(counter! + 1)})`;
  await listener.until(() => listener.heard.length === 2);
  expect(listener.heard).toEqual([counter, counter! + 1]);
});

test("[L1] a stream sends hints as events and lets go when its reader leaves", async () => {
  const listeners = new Set<(counter: number) => void>();
  const source: Live = {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    end: () => Promise.resolve(),
  };
  const request = new AbortController();
  const answer = streamHints(source, request.signal);
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  for (const listener of listeners) listener(42);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  const second = await reader.read();
  expect(`${first.value}${second.value}`).toContain("event: change\ndata: 42\n\n");
  request.abort();
  expect(listeners.size).toBe(0);
  expect((await reader.read()).done).toBe(true);

  const left = streamHints(source, new AbortController().signal);
  expect(listeners.size).toBe(1);
  await left.body!.cancel();
  expect(listeners.size).toBe(0);
});
