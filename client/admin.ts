/**
 * Administration over tRPC's HTTP form: online only, never queued. A refusal comes as AdminError with the server's code
 * and what is in the way; every request has a time limit, so that no screen waits for ever.
 */
import type {
  AdminChangePage,
  BlackoutDraft,
  DelegationDraft,
  GroupDraft,
  HistoryPosition,
  MemberRoles,
  OpenTicket,
  PersonDraft,
  PersonRecord,
  TemplateDraft,
} from "../core/directory/administration";
import type { Edits } from "../core/directory/edits";
import { fieldOwner, type ParameterFields } from "../core/directory/parameter-fields";
import type { AccountId, AssetId, BlackoutId, CalendarId, GroupId, SiteId, TemplateId } from "../core/ids";
import type { Undelivered, UndeliveredPage } from "../core/notify/undelivered";
import type { CalendarFields, DayFields, SiteCalendar } from "../core/sla/calendar-fields";
import type { Target, TargetId } from "../core/sla/targets";
import { createAsker } from "./admin-request";

export interface Admin {
  listPeople(): Promise<readonly PersonRecord[]>;
  openWorkOf(id: AccountId): Promise<readonly OpenTicket[]>;
  /** The password is answered this once. */
  createPerson(draft: PersonDraft): Promise<{ readonly id: AccountId; readonly password: string }>;
  editPerson(id: AccountId, edits: Edits<PersonDraft>): Promise<void>;
  /** The password is answered this once; the person is signed out everywhere. */
  renewPassword(id: AccountId): Promise<{ readonly password: string }>;
  deactivatePerson(id: AccountId): Promise<void>;
  reactivatePerson(id: AccountId): Promise<void>;
  createGroup(draft: GroupDraft): Promise<{ readonly id: GroupId }>;
  editGroup(id: GroupId, edits: Edits<GroupDraft>): Promise<void>;
  editMembers(id: GroupId, edits: Edits<MemberRoles>): Promise<void>;
  saveParameters(edits: Edits<ParameterFields>): Promise<void>;
  createTemplate(draft: TemplateDraft): Promise<void>;
  editTemplate(id: TemplateId, edits: Edits<TemplateDraft>): Promise<void>;
  createBlackout(draft: BlackoutDraft): Promise<void>;
  removeBlackout(id: BlackoutId): Promise<void>;
  /** `from` does not work without `to`. */
  relateAssets(from: AssetId, to: AssetId): Promise<void>;
  unrelateAssets(from: AssetId, to: AssetId): Promise<void>;
  /** `categoryId` null: of all incidents of the priority. */
  saveTarget(of: TargetId, edits: Edits<Target>): Promise<void>;
  removeTarget(of: TargetId): Promise<void>;
  createCalendar(fields: CalendarFields): Promise<void>;
  editCalendar(id: CalendarId, edits: Edits<CalendarFields>): Promise<void>;
  editDays(id: CalendarId, edits: Edits<DayFields>): Promise<void>;
  setSiteCalendar(id: SiteId, edits: Edits<SiteCalendar>): Promise<void>;
  readHistory(after: HistoryPosition | null): Promise<AdminChangePage>;
  listUndelivered(): Promise<UndeliveredPage>;
  /** Null: all of them. */
  retryUndelivered(of: readonly Undelivered[] | null): Promise<void>;
  /** They are listed no more, and never sent. Null: all of them. */
  dismissUndelivered(of: readonly Undelivered[] | null): Promise<void>;
  createDelegation(draft: DelegationDraft): Promise<void>;
  removeDelegation(id: string): Promise<void>;
}

/** Every method throws AdminError. `accountId`: whose session it must be (C6). */
export function createAdmin(accountId: AccountId, fetcher?: typeof fetch): Admin {
  const { get, post } = createAsker(accountId, fetcher);
  return {
    listPeople: async () =>
      (await get<{ readonly people: readonly PersonRecord[] }>("admin.people.list", {})).people,
    openWorkOf: async (id) =>
      (await get<{ readonly tickets: readonly OpenTicket[] }>("admin.people.openWork", { id })).tickets,
    createPerson: (draft) => post("admin.people.create", draft),
    editPerson: (id, edits) => post("admin.people.edit", { id, edits }),
    renewPassword: (id) => post("admin.people.renewPassword", { id }),
    deactivatePerson: (id) => post("admin.people.deactivate", { id }),
    reactivatePerson: (id) => post("admin.people.reactivate", { id }),
    createGroup: (draft) => post("admin.groups.create", draft),
    editGroup: (id, edits) => post("admin.groups.edit", { id, edits }),
    editMembers: (id, edits) =>
      post("admin.groups.editMembers", {
        id,
        edits: Object.entries(edits).map(([personId, edit]) => ({ accountId: personId, ...edit })),
      }),
    saveParameters: (edits) => {
      const all = Object.entries(edits);
      const owners = all.flatMap(([name, edit]) => {
        const groupId = fieldOwner(name);
        return groupId === null ? [] : [{ groupId, ...edit }];
      });
      const others = all.filter(([name]) => fieldOwner(name) === null);
      return post("admin.saveParameters", { edits: Object.fromEntries(others), owners });
    },
    createTemplate: (draft) => post("admin.templates.create", draft),
    editTemplate: (id, edits) => post("admin.templates.edit", { id, edits }),
    createBlackout: (draft) => post("admin.blackouts.create", draft),
    removeBlackout: (id) => post("admin.blackouts.remove", { id }),
    relateAssets: (fromId, toId) => post("admin.assets.relate", { fromId, toId }),
    unrelateAssets: (fromId, toId) => post("admin.assets.unrelate", { fromId, toId }),
    saveTarget: (of, edits) => post("admin.targets.save", { ...of, edits }),
    removeTarget: (of) => post("admin.targets.remove", of),
    createCalendar: (fields) => post("admin.calendars.create", fields),
    editCalendar: (id, edits) => post("admin.calendars.edit", { id, edits }),
    editDays: (id, edits) =>
      post("admin.calendars.editDays", {
        id,
        edits: Object.entries(edits).map(([date, edit]) => ({ date, ...edit })),
      }),
    setSiteCalendar: (id, edits) => post("admin.calendars.setSite", { id, edits }),
    readHistory: (after) => get("admin.history", { after }),
    listUndelivered: () => get("admin.undelivered.list", {}),
    retryUndelivered: (of) => post("admin.undelivered.retry", { of: keysOf(of) }),
    dismissUndelivered: (of) => post("admin.undelivered.dismiss", { of: keysOf(of) }),
    createDelegation: (draft) => post("delegates.create", draft),
    removeDelegation: (id) => post("delegates.remove", { id }),
  };
}

function keysOf(items: readonly Undelivered[] | null): readonly object[] | null {
  return items?.map(({ outboxId, subscriptionId }) => ({ outboxId, subscriptionId })) ?? null;
}
