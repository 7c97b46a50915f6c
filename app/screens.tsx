/** Which screen for which address. On a desk, lists keep their place beside the ticket. */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Link, Redirect, useLocation } from "wouter";
import { subscribeNotificationClicks } from "../client/notification-clicks";
import type { TicketId } from "../core/ids";
import { LazyAdmin } from "./admin/lazy-admin";
import { useAppBadge } from "./inbox/unread";
import { useTexts } from "./locale/locale";
import { type Parts, PartsContext } from "./parts";
import { useCameBack, useSession } from "./replica/genba-context";
import { HiddenContext, useSettled } from "./replica/use-live";
import { useReviewCount } from "./reviews/review-count";
import css from "./screens.module.css";
import { ListScreen } from "./tickets/list-screen";
import buttonCss from "./ui/button.module.css";
import { EmptyState } from "./ui/empty-state";
import { NetBar } from "./ui/net-bar";
import { Screen } from "./ui/screen";
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
const AssetScreens = lazy(async () => ({ default: (await later()).AssetScreens }));
const Alongside = lazy(async () => ({ default: (await later()).Alongside }));
const AttentionScreen = lazy(async () => ({ default: (await later()).AttentionScreen }));
const InboxScreen = lazy(async () => ({ default: (await later()).InboxScreen }));
const MatrixScreen = lazy(async () => ({ default: (await later()).MatrixScreen }));
const MoreScreen = lazy(async () => ({ default: (await later()).MoreScreen }));
const OpenScreen = lazy(async () => ({ default: (await later()).OpenScreen }));
const PushScreen = lazy(async () => ({ default: (await later()).PushScreen }));
const QueueScreen = lazy(async () => ({ default: (await later()).QueueScreen }));
const StorageScreen = lazy(async () => ({ default: (await later()).StorageScreen }));
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
const ReviewsScreen = lazy(async () => ({ default: (await later()).ReviewsScreen }));

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
  const back = () => (history.length > 1 ? history.back() : navigate("/work", { replace: true }));

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
            <Suspense fallback={null}>{otherScreen(path)}</Suspense>
          )}
        </main>
      </div>
    </PartsContext>
  );

  function otherScreen(at: string): ReactNode {
    switch (at) {
      case "/new":
        return <OpenScreen onSaved={(id) => navigate(`/tickets/${id}`, { replace: true })} />;
      case "/queue":
        return <QueueScreen onBack={back} />;
      case "/attention":
        return <AttentionScreen onBack={back} />;
      case "/reviews":
        return <ReviewsScreen />;
      case "/inbox":
        return <InboxScreen onBack={back} />;
      case "/admin/notifications":
        return <MatrixScreen onBack={back} />;
      case "/push":
        return <PushScreen onBack={back} />;
      case "/storage":
        return <StorageScreen onBack={back} />;
      case "/more":
        return <MoreScreen onSignedOut={onSignOut} />;
    }
    if (isAssets(at)) return <AssetScreens path={at} onBack={back} />;
    if (isAdministration(at)) return <LazyAdmin path={at} />;
    return (
      <Screen title={t.app.notFound} onBack={back}>
        <EmptyState title={t.app.notFoundHint}>
          <Link href="/" className={buttonCss.button} data-kind="main" data-wide>
            {t.nav.work}
          </Link>
        </EmptyState>
      </Screen>
    );
  }
}

/** What is kept in a part of its own, and stands under 更多. */
function isAdministration(path: string): boolean {
  return /^\/(admin|delegates)(\/|$)/.test(path);
}

function isAssets(path: string): boolean {
  return /^\/(assets|scan|known-errors)(\/|$)/.test(path);
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

function currentTab(path: string, list: "work" | "tickets" | null): Tab | null {
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
    case "/more":
    case "/queue":
    case "/attention":
    case "/inbox":
    case "/push":
    case "/admin/notifications":
      return "more";
  }
  return isAdministration(path) || isAssets(path) ? "more" : null;
}
