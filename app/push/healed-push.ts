import { useEffect } from "react";
import { healPush } from "../../client/push-subscription";
import { useTexts } from "../locale/locale";

/** At each start, and when the language changes: browsers lose subscriptions. Never asks, never fails. */
export function useHealedPush(): void {
  const { locale } = useTexts();
  useEffect(() => void healPush(locale), [locale]);
}
