/**
 * What `decide` may ask, answered from this phone (A8). What the directory does not hold is `unknown`, never "does
 * not exist": the phone's copy may be late or cut to what this account may see, and only the server knows all. Other
 * tickets, who waits for them, what an incident repeats and overlapping changes are always unknown here: a check on
 * them passes, and the entry shows 待同步 until the server has judged.
 */
import type { Role } from "../../core/directory/directory";
import type { AccountId, EpochMs } from "../../core/ids";
import { type DecideContext, type Known, unknown } from "../../core/workflow/decision";
import type { Directory } from "./directory";

export interface Author {
  readonly id: AccountId;
  /** As of the last sign-in; the directory's is newer when it has this person. */
  readonly role: Role;
}

/** `at`: the corrected time that rights and deadlines are judged at. */
export function createPhoneContext(directory: Directory, author: Author, at: EpochMs): DecideContext {
  const known = <T>(map: ReadonlyMap<string, T>, id: string): Known<T> => map.get(id) ?? unknown;
  const loaded = directory.people.size > 0;
  return {
    now: at,
    occurredAt: at,
    arrivedAt: null,
    actor: { id: author.id, role: directory.people.get(author.id)?.role ?? author.role },
    person: (id) => known(directory.people, id),
    group: (id) => known(directory.groups, id),
    groups: () => (loaded ? [...directory.groups.values()] : unknown),
    admins: () =>
      loaded
        ? [...directory.people.values()].filter((p) => p.active && p.role === "admin").map((p) => p.id)
        : unknown,
    site: (id) => known(directory.sites, id),
    category: (id) => known(directory.categories, id),
    asset: (id) => known(directory.assets, id),
    template: (id) => known(directory.templates, id),
    parameters: () => directory.parameters ?? unknown,
    delegations: () => (loaded ? directory.delegations.filter((d) => d.from <= at && at < d.until) : unknown),
    ticket: () => unknown,
    waitingFor: () => unknown,
    // What was resolved a month ago is not on every phone: the server says it when the incident arrives.
    recurring: () => unknown,
    // Asked only where an action is judged (replay-context.ts).
    scheduleConflicts: () => unknown,
  };
}
