/** Language, theme and the clock of the screens. Language and theme are kept on the device, whoever is signed in. */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { Messages } from "../../core/messages/messages";
import { type Locale, locales } from "../../core/messages/vocabulary-texts";
import { loadedMessages, loadMessages } from "./load-messages";

/** `more`: high contrast, light or dark as the device says. */
export const themes = ["auto", "light", "dark", "more"] as const;
export type Theme = (typeof themes)[number];
interface Look {
  readonly locale: Locale;
  readonly theme: Theme;
}
interface LocaleValue extends Look {
  readonly t: Messages;
  readonly setLocale: (locale: Locale) => void;
  readonly setTheme: (theme: Theme) => void;
}

const storageKey = "genba-look";
const LocaleContext = createContext<LocaleValue | null>(null);

/** `waiting` is shown while a language that does not come with the app is fetched. */
export function LocaleProvider({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const [look, setLook] = useState(readLook);
  const [t, setTexts] = useState(() => loadedMessages(look.locale));
  useEffect(() => {
    let current = true;
    loadMessages(look.locale).then((texts) => {
      if (current) setTexts(texts);
    });
    return () => {
      current = false;
    };
  }, [look.locale]);
  useLayoutEffect(() => {
    document.documentElement.lang = look.locale;
    if (look.theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = look.theme;
  }, [look]);
  const value = useMemo<LocaleValue | null>(() => {
    if (t === null) return null;
    const change = (next: Look) => {
      writeLook(next);
      setLook(next);
    };
    return {
      ...look,
      t,
      setLocale: (locale) => change({ ...look, locale }),
      setTheme: (theme) => change({ ...look, theme }),
    };
  }, [look, t]);
  if (value === null) return waiting;
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useTexts(): LocaleValue {
  const value = useContext(LocaleContext);
  if (!value) throw new Error("useTexts outside LocaleProvider");
  return value;
}

const tickMs = 30_000;
let tickAt = 0;
function subscribeClock(onTick: () => void): () => void {
  const timer = setInterval(() => {
    tickAt = Date.now();
    onTick();
  }, tickMs);
  return () => clearInterval(timer);
}
function readClock(): number {
  if (Date.now() - tickAt >= tickMs) tickAt = Date.now();
  return tickAt;
}

/** The device's time, moving on every half a minute: for ages on the screen, never for order (T1). */
export function useNow(): number {
  return useSyncExternalStore(subscribeClock, readClock, readClock);
}

/** zh-TW first: English only for a device that is set to it. */
function readLook(): Look {
  const guessed: Look = { locale: navigator.language.startsWith("en") ? "en" : "zh-TW", theme: "auto" };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    if (typeof stored !== "object" || stored === null) return guessed;
    const { locale, theme } = stored as { locale?: unknown; theme?: unknown };
    return {
      locale: locales.find((known) => known === locale) ?? guessed.locale,
      theme: themes.find((known) => known === theme) ?? "auto",
    };
  } catch {
    return guessed;
  }
}

function writeLook(look: Look): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(look));
  } catch {
    // Storage full or forbidden: the choice lasts as long as the page.
  }
}
