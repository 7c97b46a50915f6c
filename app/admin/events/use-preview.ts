/**
 * What a rule would have made of stored events, asked while it is edited: once typing rests, and never shown for
 * another draft than the one that stands there.
 */
import { useEffect, useState } from "react";
import type { EventAdmin } from "../../../client/event-admin";
import type { PreviewAnswer } from "../../../core/events/administration";
import type { PreviewDefinition } from "../../../core/events/rule";

export type Previewing =
  /** `last`: of the draft before, meanwhile. */
  | { readonly tag: "asking"; readonly last: PreviewAnswer | null }
  | { readonly tag: "answered"; readonly answer: PreviewAnswer }
  | { readonly tag: "failed" }
  | { readonly tag: "incomplete" };

const restMs = 400;
const dayMs = 86_400_000;

/** `definition` null: it is not complete. `round`: another one asks again. */
export function usePreview(
  events: EventAdmin,
  definition: PreviewDefinition | null,
  days: number,
  round: number,
): Previewing {
  const key = definition === null ? null : JSON.stringify([definition, days, round]);
  const [got, setGot] = useState<{ readonly key: string; readonly answer: PreviewAnswer | null } | null>(
    null,
  );
  useEffect(() => {
    if (key === null) return;
    const [asked] = JSON.parse(key) as [PreviewDefinition];
    const stale = new AbortController();
    const timer = setTimeout(() => {
      const until = Date.now() + 1;
      events.preview(asked, { from: until - days * dayMs, until }, stale.signal).then(
        (answer) => {
          if (!stale.signal.aborted) setGot({ key, answer });
        },
        () => {
          if (!stale.signal.aborted) setGot({ key, answer: null });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [events, key, days]);
  if (key === null) return { tag: "incomplete" };
  if (got?.key !== key) return { tag: "asking", last: got?.answer ?? null };
  return got.answer === null ? { tag: "failed" } : { tag: "answered", answer: got.answer };
}
