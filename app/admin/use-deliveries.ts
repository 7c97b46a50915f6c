import type { WebhookRecord } from "../../core/interfaces/webhook";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { webhookTexts } from "./interface-texts";

/** How a webhook went lately, in lines. */
export function useDeliveries(webhook: WebhookRecord): readonly string[] {
  const { lastSuccessAt, lastFailureAt, lastError, waiting } = webhook;
  const { locale } = useTexts();
  const now = useNow();
  const w = webhookTexts[locale];
  const lines: string[] = [];
  if (lastSuccessAt !== null) lines.push(w.success(momentText(locale, lastSuccessAt, now)));
  if (lastFailureAt !== null) lines.push(w.failure(momentText(locale, lastFailureAt, now), lastError ?? "?"));
  if (lines.length === 0) lines.push(w.never);
  if (waiting > 0) lines.push(w.waiting(waiting));
  return lines;
}
