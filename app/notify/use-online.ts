/** What is online only: read when the server is there, said when it is not. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useSyncState } from "../replica/genba-context";

export interface Online<Value> {
  /** Null until it was read once; it stays while the network goes. */
  readonly value: Value | null;
  readonly phase: "reading" | "ready" | "away";
  readonly read: () => void;
  /** Puts what a change answered. */
  readonly put: (value: Value) => void;
}

/** `load` must be the same function as long as it means the same. Tried again when the server is heard again. */
export function useOnline<Value>(load: () => Promise<Value>): Online<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [phase, setPhase] = useState<Online<Value>["phase"]>("reading");
  const isRead = useRef(false);
  const { tag } = useSyncState();
  const isAway = tag === "waiting" || tag === "offline" || tag === "paused";
  const read = useCallback(() => {
    setPhase("reading");
    load().then(
      (answer) => {
        isRead.current = true;
        setValue(answer);
        setPhase("ready");
      },
      () => setPhase("away"),
    );
  }, [load]);
  useEffect(() => {
    if (isRead.current) return;
    if (isAway) setPhase("away");
    else read();
  }, [isAway, read]);
  return { value, phase, read, put: setValue };
}
