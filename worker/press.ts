/**
 * A button of a notification, pressed while perhaps no window is open: saved like any other action, sent, and told how
 * it ended. Told truly: `failed` only before the commit, done only on evidence; and by whichever life of the worker
 * knows first (client/pressed.ts remembers).
 */
import type { RememberedAccount } from "../client/device";
import {
  endOfPressed,
  forgetPressed,
  listPressed,
  type Pressed,
  rememberPressed,
  savePressed,
} from "../client/pressed";
import type { Clock } from "../client/replica/clock";
import type { Replica } from "../client/replica/intake";
import type { SyncState } from "../client/sync/state";
import type { ActionId } from "../core/ids";
import type { PressedEnd } from "../core/messages/pressed-texts";
import type { Outcome } from "../core/sync/protocol";

/** An account's replica at work. */
export interface Opened {
  readonly replica: Replica;
  readonly clock: Clock;
  /** One round; rejects when the database goes away. */
  readonly sync: () => Promise<unknown>;
  readonly state: () => SyncState;
  /** Outcomes of what has left the queue since it was opened. */
  readonly endings: ReadonlyMap<ActionId, Outcome>;
  readonly close: () => void;
}

/** The worker around it. */
export interface PressPlace {
  readonly readAccount: () => Promise<RememberedAccount | null>;
  /** Throws what IndexedDB throws; may wait for an old window's end. */
  readonly open: (account: RememberedAccount) => Promise<Opened>;
  readonly tell: (pressed: Pressed, end: PressedEnd) => Promise<void>;
  /** The notification that had the button. */
  readonly closePressed: (pressed: Pressed) => Promise<void>;
  /** Background Sync; false: this browser does not take the wish. */
  readonly askToBeWoken: () => Promise<boolean>;
  readonly openWindow: (url: string) => Promise<boolean>;
  readonly isOnline: () => boolean;
  readonly delay: (ms: number) => Promise<void>;
  readonly now: () => number;
}

/** Its person waits for an answer; what takes longer is said to wait, and told when it is known. */
const patienceMs = 12_000;
/** A browser lets one event of a worker last five minutes. */
const keepTryingMs = 240_000;
const lookAgainMs = 2_000;

/** Never rejects: whatever happened is said. */
export async function press(place: PressPlace, pressed: Pressed): Promise<void> {
  const saved = await save(place, pressed).catch((): PressedEnd => ({ kind: "failed" }));
  if ("kind" in saved) return place.tell(pressed, saved).catch(() => undefined);
  try {
    await sendAndTell(place, pressed, saved);
  } catch {
    // It is saved whatever went wrong afterwards: the next life of the worker sends it, or a window.
    await place.tell(pressed, { kind: "waits" }).catch(() => undefined);
  } finally {
    saved.opened.close();
  }
}

interface Saved {
  readonly opened: Opened;
  readonly actionId: ActionId;
}

async function save(place: PressPlace, pressed: Pressed): Promise<Saved | PressedEnd> {
  const account = await place.readAccount();
  if (account?.id !== pressed.accountId) return { kind: "notYours" };
  const opened = await openInTime(place, account);
  if (opened === null) return { kind: "failed" };
  try {
    const actionId = await savePressed(opened.replica, opened.clock, pressed);
    if (typeof actionId === "string") return { opened, actionId };
    opened.close();
    return actionId;
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** An old window may keep an old version of the database open. What opens later saves nothing: it was said to have failed. */
async function openInTime(place: PressPlace, account: RememberedAccount): Promise<Opened | null> {
  const opening = place.open(account);
  const opened = await Promise.race([opening, place.delay(patienceMs).then(() => null)]);
  if (opened === null) {
    void opening.then(
      (late) => late.close(),
      () => undefined,
    );
  }
  return opened;
}

async function sendAndTell(place: PressPlace, pressed: Pressed, { opened, actionId }: Saved): Promise<void> {
  // From here on it will be told, by whoever of us comes next, however this one ends.
  await rememberPressed(actionId, { ...pressed, told: null });
  await place.closePressed(pressed);
  const isWoken = await place.askToBeWoken();
  // The press of a button allows it: there its person sees what waits, and that window may ask for Background Sync.
  const isShown = !isWoken && !place.isOnline() && (await place.openWindow(pressed.url));
  await Promise.race([opened.sync(), place.delay(patienceMs)]);
  let isLeft = await tellEnds(opened, place.tell, actionId);
  // In a lift or a tunnel the network is back within minutes, and so is this loop, by its own back-off.
  const until = place.now() + keepTryingMs;
  while (isLeft && place.now() < until) {
    await place.delay(lookAgainMs);
    isLeft = await tellEnds(opened, place.tell, actionId);
  }
  if (isLeft && !isWoken && !isShown) await place.tell(pressed, { kind: "stalled" });
}

/**
 * Tells of everything pressed that stands otherwise than its person was told; of `present` first of all how it stands. The answer:
 * may trying on help `present`?
 */
export async function tellEnds(
  { replica, state, endings }: Opened,
  tell: PressPlace["tell"],
  present?: ActionId,
): Promise<boolean> {
  let isLeft = false;
  for (const [actionId, { told, ...pressed }] of await listPressed()) {
    if (pressed.accountId !== replica.author.id) continue;
    const end = await endOfPressed(replica, actionId, state(), endings.get(actionId));
    if (isFinal(end)) {
      if (await forgetPressed(actionId)) await tell(pressed, end);
      continue;
    }
    if (actionId === present) isLeft = end.kind === "waits";
    if (end.kind === told || (told === null && actionId !== present)) continue;
    // Another life may end it at this moment; then it is there once more, and ended once more at the next look.
    await rememberPressed(actionId, { ...pressed, told: end.kind });
    await tell(pressed, end);
  }
  return isLeft;
}

function isFinal({ kind }: PressedEnd): boolean {
  return kind !== "waits" && kind !== "signIn" && kind !== "update" && kind !== "held";
}
