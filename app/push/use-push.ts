/** This device's notifications, as the screens show and change them. */
import { useCallback, useEffect, useState } from "react";
import {
  disablePush,
  enablePush,
  type PushState,
  type PushTrouble,
  pushState,
  pushTrouble,
} from "../../client/push-subscription";
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

/** The first message comes to the worker, which writes down that it came. */
const lookAgainMs = 700;
/** Whatever the start mends by itself is mended by then, and a first message has come. */
const settledMs = 25_000;

export function usePush(): PushControl {
  const { locale } = useTexts();
  const [state, setState] = useState<PushState | null>(null);
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  useEffect(() => {
    if (state !== null && state !== "waiting") return;
    let current = true;
    const look = () =>
      pushState().then(
        (next) => current && setState(next),
        () => current && setState("unsupported"),
      );
    if (state === null) void look();
    const timer = state === "waiting" ? setInterval(() => void look(), lookAgainMs) : undefined;
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [state]);
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

/** Why this device, whose person wants notifications on it, does not hear them; null while all is well. */
export function usePushTrouble(): PushTrouble | null {
  const [trouble, setTrouble] = useState<PushTrouble | null>(null);
  useEffect(() => {
    let current = true;
    const settledAt = performance.now() + settledMs;
    const look = () => {
      const isSettled = performance.now() >= settledAt;
      void pushTrouble().then(
        (found) => current && setTrouble(isSettled || found === "denied" ? found : null),
        () => undefined,
      );
    };
    look();
    const timer = setTimeout(look, settledMs + 100);
    // Back from the system's settings, or after days.
    document.addEventListener("visibilitychange", look);
    return () => {
      current = false;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return trouble;
}
