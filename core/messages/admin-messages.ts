/** The texts of administration: another language has every key of zh-TW, or this does not compile. */
import type { adminZhTW } from "./admin-zh-tw";
import type { AnyWords } from "./messages";

export type AdminMessages = AnyWords<typeof adminZhTW>;
