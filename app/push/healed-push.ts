import { useEffect } from "react";
import { healPush } from "../../client/push-subscription";
import { useTexts } from "../locale/locale";

/** At each start, when a network comes, and when the language changes: browsers lose subscriptions. Never asks, never fails. */
export function HealedPush(): null {
  const { locale } = useTexts();
  useEffect(() => {
    const heal = () => void healPush(locale);
    heal();
    // A start without a network mends nothing.
    window.addEventListener("online", heal);
    return () => window.removeEventListener("online", heal);
  }, [locale]);
  return null;
}
