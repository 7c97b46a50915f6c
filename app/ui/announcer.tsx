/** One polite live region and the short message that is seen with it. `announce` is the only way to say something. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import css from "./announcer.module.css";

const showMs = 4_000;
const AnnounceContext = createContext<(text: string) => void>(() => {});

export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<{ text: string; id: number } | null>(null);
  const announce = useCallback((text: string) => {
    setMessage((last) => ({ text, id: (last?.id ?? 0) + 1 }));
  }, []);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(null), showMs);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" className={css.region}>
        {message ? (
          <p key={message.id} className={css.toast}>
            {message.text}
          </p>
        ) : null}
      </div>
    </AnnounceContext>
  );
}
