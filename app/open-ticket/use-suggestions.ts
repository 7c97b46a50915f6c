/** What the title reminds this phone of, a moment after the last key; worked out here, without a network. */
import { useEffect, useRef, useState } from "react";
import { type IncidentMemory, readIncidentMemory } from "../../client/search/incident-memory";
import { textTerms } from "../../client/search/terms";
import type { AssetId, CategoryId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { findSimilar, suggestCategories } from "../../core/tickets/suggest";
import { useGenba } from "../replica/genba-context";

const settleMs = 250;
/** After a thumb was lifted: a second tap of the same hand lands where the first did. */
const stillMs = 600;

export interface Suggestions {
  readonly categories: readonly CategoryId[];
  readonly similar: readonly TicketId[];
}
const none: Suggestions = { categories: [], similar: [] };
const noAssets: readonly AssetId[] = [];

export function useSuggestions({ title = "", categoryId, assetIds = noAssets }: ActionArgs): Suggestions {
  const genba = useGenba();
  const memory = useRef<Promise<IncidentMemory> | null>(null);
  const [found, setFound] = useState(none);
  useEffect(() => {
    let current = true;
    const look = async () => {
      const terms = textTerms(title);
      if (terms.length === 0) return setFound(none);
      memory.current ??= readIncidentMemory(genba.db, genba.directory());
      const { learned, open } = await memory.current;
      const categories = suggestCategories(learned, terms);
      const categoryIds = categoryId === undefined ? categories : [categoryId];
      if (current)
        setFound({ categories, similar: findSimilar(learned, open, { terms, categoryIds, assetIds }) });
    };
    // A form works without suggestions; what is wrong with the database is said where something is saved.
    const timer = setTimeout(() => void look().catch(() => {}), settleMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [genba, title, categoryId, assetIds]);
  return useStill(found);
}

/** The newest value, but none while a thumb is down or just was: what it taps must not move. */
function useStill<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const stillFrom = useRef(0);
  useEffect(() => {
    const onDown = () => {
      stillFrom.current = Number.POSITIVE_INFINITY;
    };
    const onUp = () => {
      stillFrom.current = performance.now() + stillMs;
    };
    const ends = ["pointerup", "pointercancel"] as const;
    addEventListener("pointerdown", onDown, true);
    for (const end of ends) addEventListener(end, onUp, true);
    return () => {
      removeEventListener("pointerdown", onDown, true);
      for (const end of ends) removeEventListener(end, onUp, true);
    };
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      if (performance.now() >= stillFrom.current) setShown(value);
      else timer = setTimeout(show, stillMs / 4);
    };
    show();
    return () => clearTimeout(timer);
  }, [value]);
  return shown;
}
