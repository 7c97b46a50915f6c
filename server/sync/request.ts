/**
 * The edge of push, pull and the first pages: what is checked of what came over the network, with the bounds of
 * core/sync/protocol.ts. An envelope that cannot be read refuses the whole request and nothing is written; an
 * action whose numbering is fine but whose content is not gets an outcome of its own, so that it blocks nobody (P6).
 */
import { z } from "zod";
import { attachmentMaxBytes, attachmentsMax } from "../../core/attachments/attachment";
import type { AccountId, ActionId, ClientId, TicketId } from "../../core/ids";
import {
  type Action,
  type ArgName,
  type EditableField,
  earliestTimeMs,
  isStorable,
  latestTimeMs,
  listMax,
  type PageRequest,
  type PullQuestion,
  type PullRequest,
  type PushRequest,
  pushBatchMax,
  textMaxLength,
  titleMaxLength,
} from "../../core/sync/protocol";
import { newestVersion, upcast } from "../../core/workflow/upcast";
import {
  changeClosureCodes,
  flows,
  holdReasons,
  incidentClosureCodes,
  levels,
  problemResolutions,
  workflowActions,
} from "../../core/workflow/vocabulary";

/** PostgreSQL's int4. */
const sequenceMax = 2_147_483_647;
const revisionMax = 1_000_000_000;
/** Pixels that a picture may say it has on a side. */
const sideMax = 100_000;
const offsetMaxMs = 100 * 366 * 86_400_000;

const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const words = z.string().max(textMaxLength).refine(isStorable);
const title = z.string().max(titleMaxLength).refine(isStorable);
const time = z.number().int().min(earliestTimeMs).max(latestTimeMs);
const ids = z.array(id).max(listMax);
const level = z.enum(levels as readonly ["high", "medium", "low"]);

const editedShape = {
  title,
  description: words,
  categoryId: id,
  impact: level,
  urgency: level,
  siteId: id,
  assetIds: ids,
  whyUrgent: words,
  risk: level,
  scope: words,
  riskAssessment: words,
  steps: words,
  rollbackPlan: words,
  analysis: words,
  rootCause: words,
  workaround: words,
} satisfies Record<EditableField, z.ZodType>;

const attachment = z.object({
  id,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().min(1).max(attachmentMaxBytes),
  mediaType: z.string().regex(/^[a-z0-9!#$&^_.+-]{1,63}\/[a-z0-9!#$&^_.+-]{1,63}$/),
  name: title.min(1),
  width: z.number().int().min(1).max(sideMax).optional(),
  height: z.number().int().min(1).max(sideMax).optional(),
});
function haveOwnIds(attachments: readonly { readonly id: string }[]): boolean {
  return new Set(attachments.map((one) => one.id)).size === attachments.length;
}

/** What an action may say. For the document of the REST routes too (server/rest/document.ts). */
export const argShape = {
  ...editedShape,
  flow: z.enum(flows),
  reportedById: id,
  restricted: z.boolean(),
  groupId: id,
  linkedIds: ids,
  proactive: z.boolean(),
  personId: id,
  reason: words,
  notes: words,
  text: words,
  closureCode: z.enum([...incidentClosureCodes, ...changeClosureCodes]),
  restoredAt: time,
  duplicateOf: id,
  holdReason: z.enum(holdReasons),
  holdTicketId: id,
  until: time,
  problemId: id,
  permanentFix: words,
  whyNotEradicated: words,
  reviewDate: time,
  resolution: z.enum(problemResolutions),
  resolutionTicketId: id,
  templateId: id,
  window: z.object({ from: time, until: time }),
  implementerId: id,
  conflictReason: words,
  reviewGroupId: id,
  actualStart: time,
  actualEnd: time,
  result: words,
  evidence: words,
  causedIncidentIds: ids,
  from: z.object(editedShape).partial(),
  choice: z.enum(["keepNote", "discard"]),
  attachments: z.array(attachment).max(attachmentsMax).refine(haveOwnIds),
} satisfies Record<ArgName, z.ZodType>;

/** The arguments that name tickets: they are locked and loaded with the action's own. */
export const ticketArgs = [
  "linkedIds",
  "duplicateOf",
  "holdTicketId",
  "problemId",
  "resolutionTicketId",
  "causedIncidentIds",
] as const satisfies readonly ArgName[];

/** What this server can decide; anything else is held until a newer one can (S2a). */
const knownTypes = [...workflowActions, "comment", "workNote", "edit", "void"] as const;

/** The numbering: without it there is nothing to answer to. */
const envelope = z.looseObject({
  clientId: id,
  seq: z.number().int().min(1).max(sequenceMax),
  actionId: id,
});
/** What an action of any type and version carries; enough to hold it. */
const header = z.object({
  type: z.string().min(1).max(40).refine(isStorable),
  typeVersion: z.number().int().min(1).max(sequenceMax),
  ticketId: id,
  occurredAt: z.number(),
  clockOffset: z.number().min(-offsetMaxMs).max(offsetMaxMs).nullable(),
  uncertainTime: z.boolean(),
  baseRevision: z.number().int().min(0).max(revisionMax),
  dependsOn: ids,
  resolves: id.optional(),
});
const content = header.extend({ type: z.enum(knownTypes), args: z.object(argShape).partial() });

/** What an action stands on, of its raw text; null where it says nothing of the kind. */
export function causesOf(raw: Readonly<Record<string, unknown>>): readonly string[] | null {
  return ids.safeParse(raw.dependsOn).data ?? null;
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const pullQuestion = z.object({
  epoch: id,
  cursor: count,
  scopeHash: z.string().max(100),
  fromSeq: z.number().int().min(0).max(sequenceMax),
});
const pushRequest = z.object({
  accountId: id,
  clientId: id,
  actions: z.array(envelope).max(pushBatchMax),
  pull: pullQuestion.optional(),
});
const pullRequest = pullQuestion.extend({
  accountId: id,
  clientId: id,
  digest: z.literal(true).optional(),
});
const pageRequest = z.object({
  accountId: id,
  clientId: id,
  position: z.object({ lane: z.union([z.literal(0), z.literal(1)]), after: id.nullable() }).nullable(),
  total: count.max(sequenceMax).optional(),
  diverged: z.literal(true).optional(),
});

/** One entry of a push whose numbering can be read; `raw` is all that was sent. */
export type Entry = {
  readonly clientId: ClientId;
  /** 0: of a client that does not number by itself (API keys): it takes the next number under its client's lock. */
  readonly seq: number;
  readonly actionId: ActionId;
  readonly raw: Readonly<Record<string, unknown>>;
};
export const unnumbered = 0;
export type PushInput = {
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  readonly entries: readonly Entry[];
  readonly pull?: PullQuestion;
};

/** Typed for the client by what it sends, checked here by the schema; the message says nothing of the content. */
function checked<Sent, Read>(read: (input: unknown) => Read | null): z.ZodType<Read, Sent> {
  return z
    .custom<Sent>(() => true)
    .transform((input, context) => {
      const value = read(input);
      if (value !== null) return value;
      context.issues.push({ code: "custom", message: "The request is malformed.", input: null });
      return z.NEVER;
    });
}

export const pushInput = checked<PushRequest, PushInput>((input) => {
  const parsed = pushRequest.safeParse(input);
  if (!parsed.success) return null;
  const { accountId, clientId, actions, pull } = parsed.data;
  if (actions.some((action) => action.clientId !== clientId)) return null;
  const entries = actions.map((raw) => ({
    clientId: raw.clientId as ClientId,
    seq: raw.seq,
    actionId: raw.actionId as ActionId,
    raw,
  }));
  const question = pull === undefined ? {} : { pull: pull as PullQuestion };
  return { accountId: accountId as AccountId, clientId: clientId as ClientId, entries, ...question };
});
export const pullInput = checked<PullRequest, PullRequest>(
  (input) => (pullRequest.safeParse(input).data as PullRequest | undefined) ?? null,
);
export const pageInput = checked<PageRequest, PageRequest>(
  (input) => (pageRequest.safeParse(input).data as PageRequest | undefined) ?? null,
);

export type ReadAction =
  | { readonly kind: "action"; readonly action: Action }
  /** A type or version of a newer app: kept as it is until the server learns it (A2). */
  | { readonly kind: "unknownType"; readonly ticketId: TicketId }
  | { readonly kind: "malformed"; readonly fields: readonly ArgName[] };

/**
 * Reads the content of an entry as of today's version (A2). Unknown arguments are dropped; a wrong one makes the action
 * malformed.
 */
export function readAction(entry: Entry): ReadAction {
  const today = asOfToday(entry);
  const parsed = content.safeParse(today ?? entry.raw);
  if (parsed.success && today !== null) {
    const { clientId, seq, actionId } = entry;
    // The schema has checked every id's form; only their brands are missing.
    const action = { ...parsed.data, clientId, seq, actionId } as unknown as Action;
    return { kind: "action", action };
  }
  const head = header.safeParse(entry.raw);
  if (head.success && today === null && isKeepable(entry.raw)) {
    return { kind: "unknownType", ticketId: head.data.ticketId as TicketId };
  }
  const paths = parsed.error?.issues.map((issue) => issue.path) ?? [];
  const names = paths.filter((path) => path[0] === "args").map((path) => path[1]);
  const fields = (Object.keys(argShape) as ArgName[]).filter((name) => names.includes(name));
  return { kind: "malformed", fields };
}

const named = z.looseObject({ type: z.enum(knownTypes), typeVersion: z.number() });
/** Null: of a type or version that this server does not know. */
function asOfToday(entry: Entry): Entry["raw"] | null {
  const parsed = named.safeParse(entry.raw);
  if (!parsed.success) return null;
  const { args } = entry.raw;
  try {
    if (typeof args === "object" && args !== null) return upcast({ ...parsed.data, args });
  } catch (error) {
    // P6: a step that throws is our bug, but it must not block everything the phone still has to send.
    console.error(`upcast threw on ${parsed.data.type} ${entry.actionId}:`, error);
  }
  // Without arguments there is nothing to read: malformed, whatever the version.
  return parsed.data.typeVersion <= newestVersion(parsed.data.type) ? { ...entry.raw, args: null } : null;
}

/** The types of each version that can be decided here, older ones by what they mean today. */
export function knownByVersion(): ReadonlyMap<number, readonly string[]> {
  const newest = Math.max(...knownTypes.map(newestVersion));
  const versions = Array.from({ length: newest }, (_, index) => index + 1);
  return new Map(
    versions.map((version) => [version, knownTypes.filter((type) => newestVersion(type) >= version)]),
  );
}

/** What is held lies in the database as it came: bounded in depth, and nothing in it that cannot be stored. */
const keptDepthMax = 6;
function isKeepable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  if (depth >= keptDepthMax) return false;
  return Object.entries(value).every(([key, child]) => isStorable(key) && isKeepable(child, depth + 1));
}
