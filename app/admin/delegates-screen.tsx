/** 代理人: everybody's own; administrators see and name anybody's. Read from the phone, changed online. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { Delegation } from "../../core/directory/directory";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory, useSession } from "../replica/genba-context";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useOnline, useSaving } from "./admin-context";
import { CreateButton } from "./create-button";
import { delegateLists, delegationState } from "./delegates-view";
import { NewDelegateSheet } from "./new-delegate-sheet";
import { Problem } from "./problem";

export function DelegatesScreen({ isAdmin }: { isAdmin: boolean }) {
  const { a } = useAdmin();
  const { account } = useSession();
  const { delegations } = useDirectory();
  const [, navigate] = useLocation();
  const now = useNow();
  const online = useOnline();
  const [adding, setAdding] = useState(false);
  const { own, others } = delegateLists(delegations, account.id, isAdmin, now);
  return (
    <Screen
      title={a.delegates.title}
      onBack={() => navigate(isAdmin ? "/admin" : "/more")}
      foot={
        online ? (
          <CreateButton label={a.delegates.create} onOpen={() => setAdding(true)} />
        ) : (
          <p role="status">{a.delegates.offline}</p>
        )
      }
    >
      <p className={css.why}>{a.delegates.why}</p>
      {own.length === 0 ? <EmptyState title={a.delegates.none} /> : null}
      {own.length > 0 ? (
        <Section title={isAdmin ? a.delegates.all : a.delegates.mine} count={own.length}>
          {own.map((delegation) => (
            <DelegationRow
              key={delegation.id}
              delegation={delegation}
              removable={online}
              withPrincipal={isAdmin}
            />
          ))}
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section title={a.delegates.others} count={others.length}>
          {others.map((delegation) => (
            <DelegationRow key={delegation.id} delegation={delegation} removable={false} withPrincipal />
          ))}
        </Section>
      ) : null}
      {adding ? <NewDelegateSheet isAdmin={isAdmin} onClose={() => setAdding(false)} /> : null}
    </Screen>
  );
}

interface RowProps {
  readonly delegation: Delegation;
  readonly removable: boolean;
  readonly withPrincipal: boolean;
}

function DelegationRow({ delegation, removable, withPrincipal }: RowProps) {
  const { locale } = useTexts();
  const { a, admin } = useAdmin();
  const { people } = useDirectory();
  const now = useNow();
  const saving = useSaving();
  const state = delegationState(delegation, now);
  const delegate = people.get(delegation.delegateId)?.name ?? "…";
  const principal = people.get(delegation.principalId)?.name ?? "…";
  const { from, until } = delegation;
  const remove = () => void saving.save(() => admin.removeDelegation(delegation.id), a.delegates.removed);
  return (
    <div>
      <div className={css.member}>
        <span className={css.grow}>
          <span className={css.name}>{withPrincipal ? `${principal} → ${delegate}` : delegate}</span>
          <small className={css.note}>
            {momentText(locale, from, now)} – {momentText(locale, until, now)}
          </small>
        </span>
        <Tag tone={state === "now" ? "ok" : "plain"}>{a.delegates[state]}</Tag>
        {removable ? (
          <button
            type="button"
            className={css.takeOut}
            aria-label={a.delegates.remove(delegate)}
            disabled={saving.busy}
            onClick={remove}
          >
            <Icon name="close" size={20} />
          </button>
        ) : null}
      </div>
      <Problem error={saving.error} />
    </div>
  );
}
