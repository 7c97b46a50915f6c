import { lazy, Suspense } from "react";
import { Link } from "wouter";
import type { TicketId } from "../../core/ids";
import { InboxBell } from "../inbox/inbox-bell";
import { useNow, useTexts } from "../locale/locale";
import { useCameBack, useDirectory, useSession, useSyncState } from "../replica/genba-context";
import { useSettled } from "../replica/use-live";
import { TicketRow } from "../tickets/ticket-row";
import { ticketRowView } from "../tickets/ticket-row-view";
import buttonCss from "../ui/button.module.css";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { useMyWork } from "./use-my-work";
import { workSections } from "./work-view";

const WorkCards = lazy(async () => ({ default: (await import("../later")).WorkCards }));

/** 我的工作: what waits for me first, most urgent on top. */
export function WorkScreen({ selected }: { selected: TicketId | null }) {
  const { t } = useTexts();
  const { account } = useSession();
  const directory = useDirectory();
  const now = useNow();
  const { ticketIds: cameBack } = useCameBack();
  const isSettled = useSettled();
  const work = useMyWork();
  const sections = work ? workSections(work, directory, now) : [];
  const mine = [...directory.groups.values()]
    .filter((group) => group.active && group.members.some((member) => member.accountId === account.id))
    .map((group) => group.name);
  return (
    <Screen title={t.nav.work} side={[account.name, ...mine.slice(0, 1)].join(" · ")} way={<InboxBell />}>
      {isSettled ? (
        <Suspense fallback={null}>
          <WorkCards hasWork={sections.some(({ name }) => name === "mine" || name === "toReview")} />
        </Suspense>
      ) : null}
      {sections.map(({ name, rows }) => (
        <Section key={name} title={t.work[name]} count={rows.length}>
          {rows.map((row) => (
            <TicketRow
              key={row.id}
              row={ticketRowView(t, row, cameBack, directory, now)}
              selected={row.id === selected}
            />
          ))}
        </Section>
      ))}
      {work && sections.length === 0 ? <NothingToDo /> : null}
    </Screen>
  );
}

function NothingToDo() {
  const { t } = useTexts();
  const { account } = useSession();
  const sync = useSyncState();
  if (sync.tag === "firstSync") return <EmptyState title={t.work.filling} hint={t.work.fillingHint} />;
  const requester = account.role === "requester";
  return (
    <EmptyState title={t.work.emptyTitle} hint={requester ? t.work.emptyRequester : t.work.emptyAgent}>
      <Link href="/new" className={buttonCss.button} data-kind="main" data-wide>
        {t.nav.open}
      </Link>
      {requester ? null : (
        <Link href="/tickets" className={buttonCss.button} data-wide>
          {t.nav.tickets}
        </Link>
      )}
    </EmptyState>
  );
}
