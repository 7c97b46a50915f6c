/** This device's notifications, as the screens show and change them. */
import { useCallback, useEffect, useState } from "react";
import { disablePush, enablePush, healPush, type PushState, pushState } from "../../client/push-subscription";
import { useTexts } from "../locale/locale";

export interface PushControl {
  /** Null until the device has answered. */
  readonly state: PushState | null;
  readonly failed: boolean;
  readonly busy: boolean;
  /** Asks for permission: only from a tap. */
  readonly enable: () => void;
  readonly disable: () => void;
}

export function usePush(): PushControl {
  const { locale } = useTexts();
  const [state, setState] = useState<PushState | null>(null);
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  useEffect(() => {
    let current = true;
    const show = (next: PushState) => {
      if (current) setState(next);
    };
    pushState().then(show, () => show("unsupported"));
    return () => {
      current = false;
    };
  }, []);
  const run = useCallback(async (work: () => Promise<PushState>) => {
    setPhase("busy");
    try {
      setState(await work());
      setPhase("rest");
    } catch {
      setPhase("failed");
    }
  }, []);
  return {
    state,
    failed: phase === "failed",
    busy: phase === "busy",
    enable: () => void run(() => enablePush(locale)),
    disable: () => void run(disablePush),
  };
}

/** At each start, and when the language changes: browsers lose subscriptions. Never asks, never fails. */
export function useHealedPush(): void {
  const { locale } = useTexts();
  useEffect(() => void healPush(locale), [locale]);
}
