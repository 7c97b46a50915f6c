/** 依賴 (core/directory/clash.ts): named by administrators, on every phone, and what is planned is held against it at arrival. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { relationsMax } from "../../core/directory/administration";
import type { AccountId, AssetId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { Window } from "../../core/workflow/vocabulary";
import { readDesk } from "../directory/directory";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf, uuid } from "../testing/desk";
import { createAsset } from "../testing/monitor";
import { refusalOf } from "../testing/refusal";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { relateAssets, unrelateAssets } from "./asset-relations";
import { readHistory } from "./history";

const hourMs = 3_600_000;
let desk: Desk;
let camera: AssetId;
let ups: AssetId;
let feed: AssetId;
beforeAll(async () => {
  desk = await createDesk();
  [camera, ups, feed] = [
    await createAsset(desk.database, "A-CM-501"),
    await createAsset(desk.database, "A-UPS-005"),
    await createAsset(desk.database, "A-PDU-031"),
  ];
  await relateAssets(desk.database, desk.admin, { fromId: camera, toId: ups });
  await relateAssets(desk.database, desk.admin, { fromId: ups, toId: feed });
});
afterAll(() => desk.end());

/** Far from those of every other test of this file. */
let days = 1;
const nextWindow = (): Window => {
  days += 1;
  const from = Date.now() + days * 24 * hourMs;
  return { from, until: from + hourMs };
};
const change = (window: Window | null, more: Partial<Ticket>) =>
  storeTicket(
    desk.database,
    ticketOf(desk, { flow: "standard", stage: "plan", change: { ...emptyChange, window }, ...more }),
  );
/** What becomes of what the lead does. */
async function act(type: "schedule" | "transfer" | "edit" | "reschedule", { id }: Ticket, args: ActionArgs) {
  const phone = createPhone(desk.lead);
  const { results } = await push(desk.database, pushOf(phone, [phone.act({ type, ticketId: id, args })]));
  const outcome = results[0]?.outcome;
  return outcome?.kind === "returned" ? outcome.code : outcome?.kind;
}
const planOf = (window: Window, implementerId: AccountId): ActionArgs => ({
  window,
  implementerId,
  rollbackPlan: "切回",
});
const taken = (window: Window, assetIds: readonly AssetId[], holderId: AccountId = desk.colleague) =>
  change(window, { stage: "scheduled", assetIds, holderId });

test("named once, on every phone with the asset, and taken back; the history says both", async () => {
  const relation = { fromId: camera, toId: feed };
  const before = await desk.database.syncChange.count({ where: { entity: "asset", entityId: camera } });
  await relateAssets(desk.database, desk.admin, relation);
  await relateAssets(desk.database, desk.admin, relation);
  const { assets } = await readDesk(desk.database);
  expect(new Set(assets.get(camera)?.dependsOn)).toEqual(new Set([ups, feed]));
  expect(assets.get(feed)).not.toHaveProperty("dependsOn");
  const marked = await desk.database.syncChange.findMany({ where: { entity: "asset", entityId: camera } });
  expect(marked.length).toBeGreaterThanOrEqual(before);
  expect(marked.map(({ scope }) => scope)).toContain("desk");
  await unrelateAssets(desk.database, desk.admin, relation);
  expect(await refusalOf(unrelateAssets(desk.database, desk.admin, relation))).toMatchObject({
    code: "subject.unknown",
  });
  const { changes } = await readHistory(desk.database, null);
  expect(changes.slice(0, 2)).toMatchObject([
    { kind: "asset.unrelated", subjectId: camera, after: {} },
    { kind: "asset.related", subjectId: camera, before: {} },
  ]);
});

test("the row that every phone has again is a newer one", async () => {
  const relation = { fromId: feed, toId: camera };
  const markOf = () => desk.database.syncChange.findMany({ where: { entity: "asset", entityId: feed } });
  const before = Math.max(0, ...(await markOf()).map(({ counter }) => Number(counter)));
  await relateAssets(desk.database, desk.admin, relation);
  const added = Math.max(...(await markOf()).map(({ counter }) => Number(counter)));
  expect(added).toBeGreaterThan(before);
  await unrelateAssets(desk.database, desk.admin, relation);
  expect(Math.max(...(await markOf()).map(({ counter }) => Number(counter)))).toBeGreaterThan(added);
});

test("an asset that does not exist, and one too many", async () => {
  const nowhere = { fromId: camera, toId: uuid<AssetId>() };
  expect(await refusalOf(relateAssets(desk.database, desk.admin, nowhere))).toMatchObject({
    code: "subject.unknown",
  });
  const full = await createAsset(desk.database);
  const others = await Promise.all(Array.from({ length: relationsMax }, () => createAsset(desk.database)));
  await desk.database.assetRelation.createMany({ data: others.map((toId) => ({ fromId: full, toId })) });
  expect(await refusalOf(relateAssets(desk.database, desk.admin, { fromId: full, toId: ups }))).toMatchObject(
    { code: "relation.tooMany" },
  );
});

test("[A8] a plan at the same time on what it depends on, or on what depends on it, asks for a reason", async () => {
  const window = nextWindow();
  await taken(window, [ups]);
  const plan = (assetIds: readonly AssetId[]) => change(null, { assetIds });
  const args = planOf(window, desk.engineer);
  expect(await act("schedule", await plan([camera]), args)).toBe("window.conflict");
  expect(await act("schedule", await plan([feed]), args)).toBe("window.conflict");
  const reason = { ...args, conflictReason: "電力由同一組人切換" };
  expect(await act("schedule", await plan([camera]), reason)).toBe("applied");
});

test("two steps away is another matter", async () => {
  const window = nextWindow();
  await taken(window, [feed]);
  const far = await change(null, { assetIds: [camera] });
  expect(await act("schedule", far, planOf(window, desk.engineer))).toBe("applied");
});

test("[A8] other assets in a plan that has a window are held against what is planned then", async () => {
  const window = nextWindow();
  await taken(window, [ups]);
  const again = await change(window, { assetIds: [feed], holderId: desk.engineer });
  const free = await createAsset(desk.database);
  const edit = (assetIds: readonly AssetId[], from: readonly AssetId[], conflictReason?: string) =>
    act("edit", again, { assetIds, from: { assetIds: from }, ...(conflictReason && { conflictReason }) });
  // It overlapped by what the camera and the feed share already; another asset of the same kind is not new.
  expect(await edit([feed, camera], [feed])).toBe("applied");
  const beside = await change(window, { assetIds: [free], holderId: desk.engineer });
  const add = (args: ActionArgs) =>
    act("edit", beside, { assetIds: [free, camera], from: { assetIds: [free] }, ...args });
  expect(await add({})).toBe("window.conflict");
  expect(await add({ conflictReason: "先後進行" })).toBe("applied");
});

test("[A8] handing a scheduled change to who is taken then asks for a reason", async () => {
  const window = nextWindow();
  const [here, there] = [await createAsset(desk.database), await createAsset(desk.database)];
  await taken(window, [here], desk.engineer);
  const mine = await taken(window, [there], desk.colleague);
  expect(await act("transfer", mine, { personId: desk.engineer })).toBe("window.conflict");
  expect(await act("transfer", mine, { personId: desk.engineer, conflictReason: "同一地點" })).toBe(
    "applied",
  );
});

test("[A8] a standard change is moved onto another one only with a reason", async () => {
  const window = nextWindow();
  await taken(window, [ups]);
  const moved = await taken(nextWindow(), [camera], desk.engineer);
  const args = { window, reason: "供應商改期" };
  expect(await act("reschedule", moved, args)).toBe("window.conflict");
  expect(await act("reschedule", moved, { ...args, conflictReason: "已協調" })).toBe("applied");
});
