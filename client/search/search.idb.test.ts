import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AssetId, SiteId, TicketId } from "../../core/ids";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { indexMissing } from "./indexer";
import { searchTickets } from "./search";
import { queryTerms, textTerms } from "./terms";

const asset = "00000000-0000-4000-8000-0000000000a1" as AssetId;
const site = "00000000-0000-4000-8000-0000000000b1" as SiteId;
let server: FakeServer;
let phone: Phone;
beforeEach(async () => {
  const platform = createTestPlatform();
  server = createFakeServer(
    [
      ...desk,
      { kind: "site", id: site, value: { id: site, name: "新竹廠" } },
      {
        kind: "asset",
        id: asset,
        value: {
          id: asset,
          tag: "A-DR-017",
          name: "西側捲門控制器",
          siteId: site,
          location: "B2",
          groupId: null,
          active: true,
        },
      },
    ],
    platform.now,
  );
  phone = await openPhone(ids.chen, server.transport(ids.chen), platform);
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

async function open(title: string, more: object = {}): Promise<TicketId> {
  const id = newTicketId();
  await phone.save("open", id, { ...incidentArgs(title), ...more });
  return id;
}
const found = async (text: string, limit = 10) =>
  (await searchTickets(phone.replica.db, text, null, limit)).map((row) => row.ticket.title);

describe("terms", () => {
  test("Chinese is cut into pairs, Latin words stay whole, letters and digits part", () => {
    expect(textTerms("電梯B2停了")).toEqual(["電梯", "停了", "b", "2"]);
    expect(textTerms("Switch INC-000482")).toEqual(["switch", "inc", "482"]);
    expect(textTerms("１２樓")).toEqual(["樓", "12"]);
  });
  test("a single character, and the beginning of a word, are asked as prefixes", () => {
    expect(queryTerms("梯 swi")).toEqual({ whole: [], prefixes: ["梯", "swi"] });
    expect(queryTerms("!?")).toEqual({ whole: [], prefixes: [] });
  });
});

describe("search on the phone", () => {
  test("Chinese, English, asset tag, people and place find the ticket, all words must match", async () => {
    await open("西側電梯停在三樓", { description: "門打不開，有人受困" });
    await open("Core switch down", { assetIds: [asset] });
    await open("西側照明閃爍");
    expect(await found("電梯")).toEqual(["西側電梯停在三樓"]);
    expect(await found("受困")).toEqual(["西側電梯停在三樓"]);
    expect(await found("西側 三樓")).toEqual(["西側電梯停在三樓"]);
    expect(await found("西側電梯")).toEqual(["西側電梯停在三樓"]);
    expect((await found("西側")).sort()).toEqual(
      ["Core switch down", "西側照明閃爍", "西側電梯停在三樓"].sort(),
    );
    expect(await found("SWIT dow")).toEqual(["Core switch down"]);
    expect(await found("a-dr-017")).toEqual(["Core switch down"]);
    expect(await found("捲門")).toEqual(["Core switch down"]);
    expect(await found("怡君")).toHaveLength(3);
    expect(await found("電梯 switch")).toEqual([]);
    expect(await found("  ")).toEqual([]);
  });

  test("a number finds its ticket first, in every way it is written", async () => {
    await open("一號");
    await open("二號，第1次");
    await phone.drain();
    for (const text of ["INC-000001", "inc1", "1"]) expect((await found(text))[0]).toBe("一號");
  });

  test("matches in the title come before those in the description, then the newest; limit and filter hold", async () => {
    await open("說明裡才有", { description: "漏水" });
    phone.platform.advance(1_000);
    await open("漏水一");
    phone.platform.advance(1_000);
    await open("漏水二");
    expect(await found("漏水")).toEqual(["漏水二", "漏水一", "說明裡才有"]);
    expect(await found("漏水", 1)).toEqual(["漏水二"]);
    const closed = await searchTickets(phone.replica.db, "漏水", { open: false }, 10);
    expect(closed).toEqual([]);
  });

  test("of a word that most tickets have the newest are found, what the filter lets pass, and a number's own", async () => {
    const first = newTicketId();
    server.act(ids.lin, {
      type: "open",
      ticketId: first,
      args: { ...incidentArgs("網路 1 號"), impact: "high", urgency: "high" },
    });
    for (let index = 2; index <= 330; index++) {
      phone.platform.advance(1_000);
      server.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(`網路 ${index} 號`) });
    }
    await phone.sync();
    await indexMissing(phone.replica.db, () => Promise.resolve());
    expect(await found("網路", 2)).toEqual(["網路 330 號", "網路 329 號"]);
    const urgent = await searchTickets(phone.replica.db, "網路", { open: true, priority: "P1" }, 10);
    expect(urgent.map((row) => row.id)).toEqual([first]);
    expect((await found("INC-000001", 2))[0]).toBe("網路 1 號");
  });

  test("what came in bulk is indexed in idle time, batch by batch, and only once", async () => {
    for (let index = 0; index < 150; index++) {
      server.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(`大量 ${index}`) });
    }
    await phone.sync();
    expect(await found("大量")).toEqual([]);
    let rests = 0;
    expect(await indexMissing(phone.replica.db, async () => void rests++)).toBe(150);
    expect(rests).toBe(2);
    expect(await found("大量 150")).toEqual(["大量 149"]);
    expect(await indexMissing(phone.replica.db, () => Promise.resolve())).toBe(0);
  });

  test("a removed ticket is found no more", async () => {
    const id = await open("會被藏起來");
    await phone.drain();
    server.hide(id);
    await phone.drain();
    expect(await found("藏起")).toEqual([]);
    expect(await phone.replica.db.search.count()).toBe(0);
  });
});
