/** What the screens use of the device besides the replica: its push subscription. The shell passes it in. */
import { createContext, useCallback, useContext, useEffect, useState } from "react";

/** `off`: may be turned on by a tap; `denied`: only in the device's settings; `unsupported`: not in this browser. */
export type PushState = "on" | "off" | "denied" | "unsupported";
export interface PushPort {
  pushState(): Promise<PushState>;
  /** Asks for permission: only from a tap. Throws without a network. */
  enablePush(): Promise<PushState>;
  disablePush(): Promise<void>;
}

const PushContext = createContext<PushPort | null>(null);
export const PushProvider = PushContext.Provider;

export interface PushControl {
  /** Null until the device has answered. */
  readonly state: PushState | null;
  readonly failed: boolean;
  readonly busy: boolean;
  readonly enable: () => void;
  readonly disable: () => void;
}

export function usePush(): PushControl {
  const port = useContext(PushContext);
  const [state, setState] = useState<PushState | null>(null);
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  useEffect(() => {
    let current = true;
    const use = (next: PushState) => {
      if (current) setState(next);
    };
    if (port === null) use("unsupported");
    else port.pushState().then(use, () => use("unsupported"));
    return () => {
      current = false;
    };
  }, [port]);
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
    enable: () => {
      if (port) void run(() => port.enablePush());
    },
    disable: () => {
      if (port) void run(() => port.disablePush().then(() => "off" as const));
    },
  };
}
