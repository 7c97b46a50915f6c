import { expect, test } from "vitest";
import type { PageAnswer, PageRequest } from "../../core/sync/protocol";
import { ids } from "../testing/desk";
import { type Transport, TransportError } from "../transport";
import { askFirstPage, withFirstPage } from "./first-page";

const clientId = "00000000-0000-7000-8000-0000000000aa" as PageRequest["clientId"];
const request: PageRequest = { accountId: ids.chen, clientId, position: null };

function network(fails = false, answering = () => {}) {
  const asked: PageRequest[] = [];
  const transport = {
    page: async (given: PageRequest) => {
      asked.push(given);
      if (fails && asked.length === 1) throw new TransportError({ kind: "network" });
      answering();
      return { serverTime: 1_000 * asked.length } as PageAnswer;
    },
  } as unknown as Transport;
  return { asked, transport };
}

test("[R4] the loop's first question is answered by what was asked at sign-in, once", async () => {
  let now = 50;
  const { asked, transport } = network(false, () => {
    now += 200;
  });
  const platform = { monotonic: () => now };
  const first = askFirstPage(transport, platform, ids.chen, clientId);
  await first.answer;
  now += 30;
  const joined = withFirstPage(transport, platform, first);
  // [T1] It lay here for 30 ms, after half of a way of 200: the server's clock went on.
  expect(await joined.page(request)).toMatchObject({ serverTime: 1_130 });
  expect(asked).toEqual([request]);
  expect(await joined.page(request)).toMatchObject({ serverTime: 2_000 });
});

test("[R4] another question, or one that failed, is asked for itself", async () => {
  const { asked, transport } = network();
  const platform = { monotonic: () => 0 };
  const other = { ...request, clientId: "00000000-0000-7000-8000-0000000000bb" as typeof clientId };
  const joined = withFirstPage(transport, platform, askFirstPage(transport, platform, ids.chen, clientId));
  expect(await joined.page(other)).toMatchObject({ serverTime: 2_000 });
  expect(asked).toEqual([request, other]);

  const broken = network(true);
  const again = withFirstPage(
    broken.transport,
    platform,
    askFirstPage(broken.transport, platform, ids.chen, clientId),
  );
  expect(await again.page(request)).toMatchObject({ serverTime: 2_000 });
});
