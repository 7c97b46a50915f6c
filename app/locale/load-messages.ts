/** zh-TW comes with the app; English is a precached part of its own, so that nobody loads both (PRODUCT: first load). */
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { zhTW } from "../../core/messages/zh-tw";

const loaded = new Map<Locale, Messages>([["zh-TW", zhTW]]);

/** Null until loadMessages has brought them. */
export function loadedMessages(locale: Locale): Messages | null {
  return loaded.get(locale) ?? null;
}

/** Falls back to zh-TW where the part cannot be had: the wrong language is better than no app. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const known = loaded.get(locale);
  if (known) return known;
  try {
    const { en } = await import("../../core/messages/en");
    loaded.set("en", en);
    return en;
  } catch {
    return zhTW;
  }
}
