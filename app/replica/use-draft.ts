/**
 * What is being typed into one form. Kept in the replica's drafts a moment after each change and at once when the
 * page is hidden, so that a reload, a killed app or a closed sheet loses nothing (C7, P2).
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { readDraft } from "../../client/views/returned";
import type { TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { useGenba } from "./genba-context";

const settleMs = 250;

export interface Draft {
  readonly args: ActionArgs;
  /** True once the stored draft was read: before that the fields are not shown, so that it overwrites nothing. */
  readonly ready: boolean;
  /** A draft was found when the form opened. */
  readonly restored: boolean;
  /** What is typed; or, of what takes a while, what becomes of what was typed by then. */
  readonly change: (patch: ActionArgs | ((typed: ActionArgs) => ActionArgs)) => void;
  readonly clear: () => void;
  /** While the form is being saved: what was typed is stored now, and nothing is written behind the saving. */
  readonly pause: () => void;
  /** The form was not saved after all: drafts are kept again. */
  readonly resume: () => void;
}

export function useDraft(id: string, ticketId: TicketId | null, initial: () => ActionArgs): Draft {
  const genba = useGenba();
  const [args, setArgs] = useState<ActionArgs>(initial);
  const [phase, setPhase] = useState<"reading" | "fresh" | "restored">("reading");
  const unsaved = useRef<ActionArgs | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // A draft written after the form was saved would bring the form back, to be saved a second time.
  const paused = useRef(false);
  // A photo that was being prepared ends after its form: it is in the stored draft already.
  const gone = useRef(false);

  const write = useCallback(() => {
    clearTimeout(timer.current);
    const latest = unsaved.current;
    if (latest === null || paused.current) return;
    unsaved.current = null;
    // Where the database does not take it, it is kept beside (client/spare.ts); saving the form will say what is wrong.
    genba.saveDraft(id, ticketId, latest).catch(() => {});
  }, [genba, id, ticketId]);

  useEffect(() => {
    let current = true;
    gone.current = false;
    const use = (stored: ActionArgs | undefined) => {
      if (!current) return;
      if (stored) setArgs((typed) => ({ ...typed, ...stored }));
      setPhase(stored ? "restored" : "fresh");
    };
    readDraft(genba.db, id).then(
      (row) => use(row?.args),
      () => use(undefined),
    );
    const onHide = () => write();
    document.addEventListener("visibilitychange", onHide);
    addEventListener("pagehide", onHide);
    return () => {
      current = false;
      document.removeEventListener("visibilitychange", onHide);
      removeEventListener("pagehide", onHide);
      write();
      gone.current = true;
    };
  }, [genba, id, write]);

  const typed = useRef(args);
  typed.current = args;
  const change: Draft["change"] = (patch) => {
    if (gone.current) return;
    const next = { ...typed.current, ...(typeof patch === "function" ? patch(typed.current) : patch) };
    typed.current = next;
    setArgs(next);
    unsaved.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(write, settleMs);
  };
  const pause = () => {
    write();
    paused.current = true;
  };
  const resume = () => {
    paused.current = false;
    write();
  };
  const clear = () => {
    clearTimeout(timer.current);
    unsaved.current = null;
    setArgs(initial());
    setPhase("fresh");
    genba.dropDraft(id).catch(() => {});
  };
  return { args, ready: phase !== "reading", restored: phase === "restored", change, clear, pause, resume };
}
