/** Which screen for which address. On a desk, lists keep their place beside the ticket. */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { subscribeNotificationClicks } from "../client/notification-clicks";
import type { TicketId } from "../core/ids";
import { useAppBadge } from "./inbox/unread";
import { useTexts } from "./locale/locale";
import { type Parts, PartsContext } from "./parts";
import { useCameBack, useSession } from "./replica/genba-context";
import { HiddenContext, useSettled } from "./replica/use-live";
import { useReviewCount } from "./reviews/review-count";
import css from "./screens.module.css";
import { ListScreen } from "./tickets/list-screen";
import { EmptyState } from "./ui/empty-state";
import { NetBar } from "./ui/net-bar";
import { type Tab, TabBar } from "./ui/tab-bar";
import { useDesk } from "./ui/use-desk";
import { WorkScreen } from "./work/work-screen";

/**
 * Not on the first load (docs/decisions/0014-first-load.md), but asked for as soon as the first screen stands: in
 * memory before it is opened, also after another tab has put a newer app in the precache.
 */
const later = () => import("./later");
const ticketPath = /^\/tickets\/([0-9a-f-]{36})$/;
// A notification or a link leads to a ticket: its screen is asked for while the rest is still being made.
if (typeof window !== "undefined" && ticketPath.test(location.pathname)) later().catch(() => {});
const Alongside = lazy(async () => ({ default: (await later()).Alongside }));
const OtherScreens = lazy(async () => ({ default: (await later()).OtherScreens }));
const parts: Parts = {
  ActionSheet: lazy(async () => ({ default: (await later()).ActionSheet })),
  AttachmentStrip: lazy(async () => ({ default: (await later()).AttachmentStrip })),
  EditSheet: lazy(async () => ({ default: (await later()).EditSheet })),
  FilterSheet: lazy(async () => ({ default: (await later()).FilterSheet })),
  PickerBar: lazy(async () => ({ default: (await later()).PickerBar })),
};
const TicketScreen = lazy(async () => ({ default: (await later()).TicketScreen }));
const HealedPush = lazy(async () => ({ default: (await later()).HealedPush }));
const EvictedSheet = lazy(async () => ({ default: (await later()).EvictedSheet }));

export function Screens({ onSignOut }: { onSignOut: (discard: boolean) => void }) {
  const { t } = useTexts();
  const [path, navigate] = useLocation();
  const desk = useDesk();
  useEffect(() => subscribeNotificationClicks((to) => navigate(to)), [navigate]);
  const { account, genba } = useSession();
  const [evicted, setEvicted] = useState(genba.evicted);
  const cameBack = useCameBack().count;
  const reviews = useReviewCount();
  useAppBadge();
  const isSettled = useSettled();
  useEffect(() => {
    // Without it the screens ask for themselves when they are opened.
    if (isSettled) later().catch(() => {});
  }, [isSettled]);
  const ticketId = (ticketPath.exec(path)?.[1] ?? null) as TicketId | null;
  // The list that a ticket was opened from stays where it was: beside it on a desk, behind it on a phone.
  const lastList = useRef<"work" | "tickets">("work");
  if (path === "/work") lastList.current = "work";
  if (path === "/tickets") lastList.current = "tickets";
  const list = lastList.current;
  const onList = path === "/work" || path === "/tickets" || ticketId !== null;

  if (path === "/") return <Redirect to="/work" replace />;
  return (
    <PartsContext value={parts}>
      <div className={css.app} data-ticket={ticketId !== null || undefined}>
        <header className={css.bars}>
          <NetBar />
        </header>
        {evicted === null ? null : (
          <Suspense fallback={null}>
            <EvictedSheet unsent={evicted} onClose={() => setEvicted(null)} />
          </Suspense>
        )}
        {isSettled ? (
          <Suspense fallback={null}>
            <Alongside />
            <HealedPush />
          </Suspense>
        ) : null}
        <div className={css.nav}>
          <TabBar
            current={currentTab(path, ticketId === null ? null : list)}
            badges={{ reviews, more: cameBack }}
            withReviews={account.role !== "requester"}
          />
        </div>
        <main className={css.main}>
          {onList ? (
            <div className={css.split}>
              <Pane hidden={ticketId !== null && !desk} kind="list">
                {list === "work" ? <WorkScreen selected={ticketId} /> : <ListScreen selected={ticketId} />}
              </Pane>
              {ticketId !== null ? (
                <Pane kind="ticket">
                  <Suspense fallback={null}>
                    <TicketScreen
                      key={ticketId}
                      id={ticketId}
                      onBack={desk ? undefined : () => navigate(`/${list}`)}
                    />
                  </Suspense>
                </Pane>
              ) : desk ? (
                <Pane kind="ticket">
                  <EmptyState title={t.list.pick} />
                </Pane>
              ) : null}
            </div>
          ) : (
            <Suspense fallback={null}>
              <OtherScreens path={path} onSignOut={onSignOut} />
            </Suspense>
          )}
        </main>
      </div>
    </PartsContext>
  );
}

/** A hidden list keeps its scroll position and its queries: going back is instant. */
function Pane({
  kind,
  hidden = false,
  children,
}: {
  kind: "list" | "ticket";
  hidden?: boolean;
  children: ReactNode;
}) {
  return (
    <HiddenContext value={hidden}>
      <div className={css.pane} data-kind={kind} data-hidden={hidden || undefined} inert={hidden}>
        {children}
      </div>
    </HiddenContext>
  );
}

/** What has no tab of its own stands under 更多. */
function currentTab(path: string, list: "work" | "tickets" | null): Tab {
  if (list !== null) return list;
  switch (path) {
    case "/work":
      return "work";
    case "/tickets":
      return "tickets";
    case "/new":
      return "open";
    case "/reviews":
      return "reviews";
  }
  return "more";
}
