import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import css from "./admin.module.css";
import { useAdmin, useOnline } from "./admin-context";

/** Opened without a network: says so. A network that goes later takes nothing that was typed (P2). */
export function OnlineOnly({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { a } = useAdmin();
  const [, navigate] = useLocation();
  const online = useOnline();
  const [begun, setBegun] = useState(online);
  if (online && !begun) setBegun(true);
  if (!begun) {
    return (
      <EmptyState title={a.offline} hint={a.offlineHint}>
        <Button wide onClick={() => navigate("/more")}>
          {t.nav.back}
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className={css.gate}>
      {online ? null : (
        <p role="status" className={css.lost}>
          {a.lostNetwork}
        </p>
      )}
      <div className={css.inside}>{children}</div>
    </div>
  );
}
