/**
 * The texts of the screens: both languages have every key, or this does not compile. The app itself imports zhTW and
 * fetches English when it is chosen (app/locale); the job process imports this.
 */
import { en } from "./en";
import type { Locale } from "./vocabulary-texts";
import { zhTW } from "./zh-tw";

/** The shape of zh-TW with any words: same keys, and functions of the same arguments. */
export type AnyWords<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: AnyWords<T[Key]> };

export type Messages = AnyWords<typeof zhTW>;

export const messages: Readonly<Record<Locale, Messages>> = { "zh-TW": zhTW, en };
