/** 凍結期 (WORKFLOWS.md, Reviews): refuses standard and normal changes at the server, whatever a phone knew; warns an emergency. */
import { afterAll, beforeEach, expect, test } from "vitest";
import { blackoutsMax } from "../../core/directory/administration";
import type { AssetId, SiteId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf, uuid } from "../testing/desk";
import { refusalOf } from "../testing/refusal";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { createBlackout, removeBlackout } from "./blackouts";
import { readHistory } from "./history";

const hourMs = 3_600_000;
let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const in2Hours = Date.now() + 2 * hourMs;
const closing = { name: "月底結帳", from: in2Hours, until: in2Hours + 24 * hourMs, siteIds: [] };
const createSite = async () =>
  (await desk.database.site.create({ data: { name: `廠 ${uuid()}` } })).id as SiteId;
const createAsset = async (siteId: SiteId) =>
  (await desk.database.asset.create({ data: { tag: uuid(), name: "交換器", siteId } })).id as AssetId;

const details = { ...emptyChange, whyUrgent: "停機中" };
const planned = (more: Partial<Ticket> = {}) =>
  storeTicket(desk.database, ticketOf(desk, { flow: "standard", stage: "plan", change: details, ...more }));
/** What becomes of scheduling it for an hour, from so many hours after the blackout begins. */
async function schedule({ id, flow }: Ticket, hours: number) {
  const phone = createPhone(desk.lead);
  const from = in2Hours + hours * hourMs;
  const action = phone.act({
    type: flow === "standard" ? "schedule" : "submitForReview",
    ticketId: id,
    args: {
      window: { from, until: from + hourMs },
      implementerId: desk.engineer,
      rollbackPlan: "切回",
      steps: "1 換",
      reviewGroupId: desk.networkGroup,
    },
  });
  const { results } = await push(desk.database, pushOf(phone, [action]));
  const outcome = results[0]?.outcome;
  return outcome?.kind === "returned" ? outcome.code : outcome?.kind;
}

test("named and taken back, with a line of history each, and on every phone", async () => {
  const { id } = await createBlackout(desk.database, desk.admin, closing);
  const { from, until, siteIds } = closing;
  await removeBlackout(desk.database, desk.admin, id);
  expect(await refusalOf(removeBlackout(desk.database, desk.admin, id))).toMatchObject({
    code: "subject.unknown",
  });
  const { changes } = await readHistory(desk.database, null);
  expect(changes).toMatchObject([
    { kind: "blackout.removed", subjectName: "月底結帳", before: { from, until, siteIds }, after: {} },
    { kind: "blackout.created", before: {}, after: { from, until, siteIds } },
  ]);
  const marked = await desk.database.syncChange.findMany({ where: { entity: "blackout", entityId: id } });
  expect(marked.map(({ scope }) => scope)).toContain("desk");
});

test("a site that does not exist, and one too many", async () => {
  const nowhere = { ...closing, siteIds: [uuid() as string as SiteId] };
  expect(await refusalOf(createBlackout(desk.database, desk.admin, nowhere))).toMatchObject({
    code: "subject.unknown",
  });
  const data = Array.from({ length: blackoutsMax }, (_, index) => ({
    name: `${index}`,
    from: new Date(in2Hours),
    until: new Date(in2Hours + 1),
  }));
  await desk.database.blackout.createMany({ data });
  expect(await refusalOf(createBlackout(desk.database, desk.admin, closing))).toMatchObject({
    code: "blackout.tooMany",
  });
});

test("standard and normal are refused in it, an emergency is not; beside it and after it is gone all may", async () => {
  const { id } = await createBlackout(desk.database, desk.admin, closing);
  expect(await schedule(await planned(), 3)).toBe("window.blackout");
  const normal = { flow: "normal", change: { ...details, scope: "x", riskAssessment: "x" } } as const;
  expect(await schedule(await planned(normal), 3)).toBe("window.blackout");
  expect(await schedule(await planned({ flow: "emergency" }), 3)).toBe("applied");
  expect(await schedule(await planned(), -1)).toBe("applied");
  expect(await schedule(await planned(), 24)).toBe("applied");
  await removeBlackout(desk.database, desk.admin, id);
  expect(await schedule(await planned({ assetIds: [] }), 10)).toBe("applied");
});

test("of a site, it is for changes of its assets, and for those that do not say where", async () => {
  const [here, there] = [await createSite(), await createSite()];
  await createBlackout(desk.database, desk.admin, { ...closing, siteIds: [here] });
  expect(await schedule(await planned({ assetIds: [await createAsset(here)] }), 1)).toBe("window.blackout");
  expect(await schedule(await planned({ siteId: here }), 3)).toBe("window.blackout");
  expect(await schedule(await planned(), 5)).toBe("window.blackout");
  expect(await schedule(await planned({ assetIds: [await createAsset(there)] }), 7)).toBe("applied");
});
