/** What every screen of administration is given: its texts, the server, and how asking and saving look meanwhile. */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Admin } from "../../client/admin";
import { AdminError } from "../../client/admin-request";
import type { AdminMessages } from "../../core/messages/admin-messages";
import { useGenba } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";

interface AdminValue {
  readonly a: AdminMessages;
  readonly admin: Admin;
}
const AdminContext = createContext<AdminValue | null>(null);
export const AdminProvider = AdminContext.Provider;

export function useAdmin(): AdminValue {
  const value = useContext(AdminContext);
  if (!value) throw new Error("useAdmin outside AdminProvider");
  return value;
}

export type Asked<T> =
  | { readonly tag: "loading" }
  | { readonly tag: "value"; readonly value: T }
  | { readonly tag: "failed"; readonly error: AdminError };

/** Asks the server when `key` changes, and again by `again`; the former answer stays meanwhile. */
export function useAsked<T>(
  question: () => Promise<T>,
  key: string,
): { readonly asked: Asked<T>; readonly again: () => void } {
  const [asked, setAsked] = useState<Asked<T>>({ tag: "loading" });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller's key names what the question depends on
  useEffect(() => {
    let current = true;
    question().then(
      (value) => {
        if (current) setAsked({ tag: "value", value });
      },
      (error: unknown) => {
        if (current) setAsked({ tag: "failed", error: toAdminError(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [key, round]);
  const again = () => {
    setAsked({ tag: "loading" });
    setRound((last) => last + 1);
  };
  return { asked, again };
}

export interface Saving {
  readonly busy: boolean;
  readonly error: AdminError | null;
  /** True when it was saved; the phone then fetches what changed. Else `error` says why. */
  save(work: () => Promise<unknown>, said?: string): Promise<boolean>;
}

export function useSaving(): Saving {
  const { a } = useAdmin();
  const genba = useGenba();
  const announce = useAnnounce();
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: AdminError | null }>({
    busy: false,
    error: null,
  });
  return {
    ...state,
    async save(work, said = a.saved) {
      setState({ busy: true, error: null });
      try {
        await work();
      } catch (error) {
        const failure = toAdminError(error);
        setState({ busy: false, error: failure });
        // What somebody else did meanwhile is on its way to this phone.
        if (failure.code === "changed.meanwhile") genba.sync.kick("user");
        return false;
      }
      setState({ busy: false, error: null });
      announce(said);
      genba.sync.kick("user");
      return true;
    },
  };
}

/** Anything else is a bug of ours; the screen says that it was not saved. */
function toAdminError(error: unknown): AdminError {
  return error instanceof AdminError ? error : new AdminError("failed", {});
}

export function useOnline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      addEventListener("online", onChange);
      addEventListener("offline", onChange);
      return () => {
        removeEventListener("online", onChange);
        removeEventListener("offline", onChange);
      };
    },
    () => navigator.onLine,
  );
}
