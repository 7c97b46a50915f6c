/**
 * Opens the replica of the remembered account, with or without a network, and closes it when the account changes.
 * Nobody remembered: sign-in, whatever the address; the address is kept for afterwards.
 */
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { RememberedAccount } from "../../client/device";
import { type Genba, openGenba } from "../../client/genba";
import { Frame } from "../frame";
import { SessionProvider, useSyncState } from "../replica/genba-context";
import { tellFilling } from "../replica/live-store";
import { useStartWhenSettled } from "../replica/use-live";
import { Screens } from "../screens";
import { loadSession, SignInScreen } from "../sign-in/sign-in-screen";
import { StorageNotice } from "../ui/boundary";
import { useAccount } from "./use-account";

export function SessionGate() {
  const account = useAccount();
  const [leaving, setLeaving] = useState(false);
  const [path, navigate] = useLocation();
  const { genba, isBlocked } = useOpenGenba(leaving ? null : (account ?? null));
  const wanted = useRef<string | null>(null);

  useStartWhenSettled(async () => (await loadSession()).keepSettlingSignOut());

  const isOpening = account === undefined || (account !== null && genba === null && path !== "/signin");
  const isSilent = useOverdue(isOpening && !leaving);

  if (isOpening && !leaving && (isBlocked || isSilent))
    return <StorageNotice trouble={isBlocked ? "blocked" : "silent"} />;
  if (account === undefined || leaving) return <Frame />;
  if (account === null || path === "/signin") {
    if (path !== "/signin") wanted.current = path + location.search;
    const goOn = () => navigate(startOf(wanted.current), { replace: true });
    return (
      <SignInScreen
        remembered={account}
        onSignedIn={() => {
          // The pause ends: what waited goes out under the new session (C5).
          genba?.sync.kick("user");
          goOn();
        }}
        onStay={account === null ? null : goOn}
      />
    );
  }
  if (genba === null || genba.accountId !== account.id) return <Frame />;

  const leave = async (discard: boolean) => {
    // Screens go first: their queries must not meet a closed database.
    setLeaving(true);
    try {
      const { signOut } = await loadSession();
      const { tag } = await signOut({ discard });
      // Something was saved in another tab meanwhile: it is asked about again.
      navigate(tag === "unsent" ? "/more" : "/signin", { replace: true });
    } catch {
      navigate("/signin", { replace: true });
    } finally {
      setLeaving(false);
    }
  };
  return (
    <SessionProvider value={{ genba, account }}>
      <Filling />
      <Screens onSignOut={(discard) => void leave(discard)} />
    </SessionProvider>
  );
}

/** Tells the live queries of a first sync, apart from what is drawn. */
function Filling() {
  const isFilling = useSyncState().tag === "firstSync";
  useEffect(() => {
    tellFilling(isFilling);
    return () => tellFilling(false);
  }, [isFilling]);
  return null;
}

function startOf(wanted: string | null): string {
  return wanted === null || wanted === "/" || wanted === "/signin" ? "/work" : wanted;
}

/** A database opens in a moment, also after an update; a system that hangs is told, and waited for all the same (C7). */
const overdueMs = 5_000;
function useOverdue(waiting: boolean): boolean {
  const [overdue, setOverdue] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setOverdue(true), overdueMs);
    return () => {
      clearTimeout(timer);
      setOverdue(false);
    };
  }, [waiting]);
  return overdue;
}

interface OpenGenba {
  readonly genba: Genba | null;
  /** An old tab keeps it from opening (C7). */
  readonly isBlocked: boolean;
}

/** Throws to the boundary when the database cannot be opened (C7). */
function useOpenGenba(account: RememberedAccount | null): OpenGenba {
  const id = account?.id ?? null;
  const role = account?.role ?? null;
  const [opened, setOpened] = useState<{ genba: Genba } | { error: unknown } | null>(null);
  const [isBlocked, setBlocked] = useState(false);
  useEffect(() => {
    if (id === null || role === null) return;
    let current = true;
    let mine: Genba | null = null;
    const onBlocked = () => {
      if (current) setBlocked(true);
    };
    openGenba({ id, role }, undefined, onBlocked).then(
      (genba) => {
        mine = genba;
        if (!current) return genba.close();
        setBlocked(false);
        setOpened({ genba });
      },
      (error: unknown) => {
        if (current) setOpened({ error });
      },
    );
    return () => {
      current = false;
      setOpened(null);
      setBlocked(false);
      mine?.close();
    };
  }, [id, role]);
  if (opened !== null && "error" in opened) throw opened.error;
  return { genba: opened?.genba ?? null, isBlocked };
}
