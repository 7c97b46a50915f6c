import { reportStorage, troubleOf } from "../../client/storage-trouble";
import type { Messages } from "../../core/messages/messages";

/** Why something was not saved, in words: said where the form stands, which keeps what was typed (C7). */
export function savingFailed(t: Messages, error: unknown): string {
  reportStorage(error);
  return troubleOf(error) === "full" ? t.form.full : t.form.failed;
}
