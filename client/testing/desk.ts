/** A small desk, and a phone (or a tab of one) that works at it. */
import type { DirectoryRow } from "../../core/directory/directory";
import type { AccountId, CategoryId, GroupId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { type Enqueued, enqueue } from "../queue/enqueue";
import type { OpenReplica } from "../replica/open";
import { openReplica } from "../replica/open";
import { createSyncLoop, type SyncLoop } from "../sync/loop";
import type { Transport } from "../transport";
import { createTestPlatform, type TestPlatform } from "./platform";

export const ids = {
  chen: "00000000-0000-4000-8000-0000000000c1" as AccountId,
  lin: "00000000-0000-4000-8000-0000000000c2" as AccountId,
  wang: "00000000-0000-4000-8000-0000000000c3" as AccountId,
  network: "00000000-0000-4000-8000-0000000000d1" as GroupId,
  hardware: "00000000-0000-4000-8000-0000000000e1" as CategoryId,
};

export const desk: readonly DirectoryRow[] = [
  { kind: "person", id: ids.chen, value: { id: ids.chen, name: "陳怡君", role: "agent", active: true } },
  { kind: "person", id: ids.lin, value: { id: ids.lin, name: "Lin Wei", role: "agent", active: true } },
  { kind: "person", id: ids.wang, value: { id: ids.wang, name: "王組長", role: "agent", active: true } },
  {
    kind: "group",
    id: ids.network,
    value: {
      id: ids.network,
      name: "網路組",
      parentId: null,
      active: true,
      ownsIncidents: true,
      members: [
        { accountId: ids.wang, role: "lead" },
        { accountId: ids.chen, role: "member" },
        { accountId: ids.lin, role: "member" },
      ],
    },
  },
  {
    kind: "category",
    id: ids.hardware,
    value: { id: ids.hardware, name: "硬體", parentId: null, groupId: ids.network, active: true },
  },
  {
    kind: "parameters",
    id: "parameters",
    value: {
      default_inc_group_id: ids.network,
      default_pro_group_id: ids.network,
      default_cha_group_id: ids.network,
      default_cha_review_group_id: ids.network,
      inc_owner_group_ids: [],
      reopen_days: 3,
      pro_recurrence_count: 1,
      pro_recurrence_days: 30,
    },
  },
];

/** What an incident needs to be opened. */
export function incidentArgs(title: string): ActionArgs {
  return {
    flow: "incident",
    title,
    description: "",
    categoryId: ids.hardware,
    impact: "medium",
    urgency: "medium",
    groupId: ids.network,
  };
}

let tickets = 0;
export function newTicketId(): TicketId {
  return `00000000-0000-7000-8000-${(++tickets).toString(16).padStart(12, "0")}` as TicketId;
}

export interface Phone extends OpenReplica {
  readonly platform: TestPlatform;
  readonly loop: SyncLoop;
  save(
    type: Parameters<typeof enqueue>[2][number]["type"],
    ticketId: TicketId,
    args?: ActionArgs,
  ): Promise<Enqueued>;
  /** One kick, until the loop rests. */
  sync(): Promise<void>;
  /** Lets the back-off run until the loop rests idle or paused; fails after `rounds`. */
  drain(rounds?: number): Promise<void>;
  close(): void;
}

export async function openPhone(
  account: AccountId,
  transport: Transport,
  platform: TestPlatform = createTestPlatform(),
): Promise<Phone> {
  const open = await openReplica({ id: account, role: "agent" }, platform);
  const loop = createSyncLoop(open.replica, transport, open.clock);
  const sync = async (): Promise<void> => {
    loop.kick("user");
    await loop.settled();
  };
  return {
    ...open,
    platform,
    loop,
    save: (type, ticketId, args = {}) => enqueue(open.replica, open.clock, [{ type, ticketId, args }]),
    sync,
    async drain(rounds = 60) {
      await sync();
      for (let round = 0; round < rounds; round++) {
        const { tag } = loop.state();
        if (tag !== "waiting" && tag !== "offline") return;
        platform.advance(60_000);
        await loop.settled();
      }
      throw new Error(`still ${loop.state().tag} after ${rounds} rounds`);
    },
    close() {
      loop.stop();
      open.replica.db.close();
    },
  };
}
