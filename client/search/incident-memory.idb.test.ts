import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSimilar, suggestCategories } from "../../core/tickets/suggest";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { readIncidentMemory } from "./incident-memory";
import { textTerms } from "./terms";

let server: FakeServer;
let phone: Phone;
beforeEach(async () => {
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(ids.chen, server.transport(ids.chen), platform);
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

async function open(title: string) {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs(title));
  return id;
}
const read = () => readIncidentMemory(phone.replica.db, phone.replica.directory.current());

test("incidents of this phone suggest their category, also those not sent yet; so does a category's own name", async () => {
  const { learned: before } = await read();
  expect(suggestCategories(before, textTerms("交換器當機"))).toEqual([]);
  expect(suggestCategories(before, textTerms("硬體壞了"))).toEqual([ids.hardware]);
  await open("三樓交換器當機");
  await open("核心交換器重開");
  const { learned } = await read();
  expect(suggestCategories(learned, textTerms("交換器當機"))).toEqual([ids.hardware]);
});

test("an open incident is found as similar, one that was closed or is out of sight is not", async () => {
  const [still, done, hidden] = [
    await open("交換器當機"),
    await open("交換器當機了"),
    await open("交換器又當機"),
  ];
  await phone.drain();
  await phone.save("cancel", done, { reason: "重複" });
  server.hide(hidden);
  await phone.drain();
  const { learned, open: known } = await read();
  const typed = { terms: textTerms("交換器當機"), categoryIds: [ids.hardware], assetIds: [] };
  expect(findSimilar(learned, known, typed)).toEqual([still]);
});
