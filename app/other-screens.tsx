/** Every screen that is not on the first load, by its address. What is larger and rarer is a part of its own again. */
import { Link, useLocation } from "wouter";
import { LazyAdmin } from "./admin/lazy-admin";
import { AssetScreens } from "./assets/asset-screens";
import { AttentionScreen } from "./attention/attention-screen";
import { CalendarScreen } from "./calendar/calendar-screen";
import { InboxScreen } from "./inbox/inbox-screen";
import { useTexts } from "./locale/locale";
import { MoreScreen } from "./more/more-screen";
import { MatrixScreen } from "./notify/matrix-screen";
import { OpenScreen } from "./open-ticket/open-screen";
import { LazyPlots } from "./plots/lazy-plots";
import { PushScreen } from "./push/push-screen";
import { QueueScreen } from "./queue/queue-screen";
import { useSession } from "./replica/genba-context";
import { ReviewsScreen } from "./reviews/reviews-screen";
import { StorageScreen } from "./storage/storage-screen";
import buttonCss from "./ui/button.module.css";
import { EmptyState } from "./ui/empty-state";
import { Screen } from "./ui/screen";

export function OtherScreens({ path, onSignOut }: { path: string; onSignOut: (discard: boolean) => void }) {
  const { t } = useTexts();
  const { account } = useSession();
  const [, navigate] = useLocation();
  const back = () => (history.length > 1 ? history.back() : navigate("/work", { replace: true }));
  switch (path) {
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
    case "/plots":
      return <LazyPlots onBack={back} />;
    case "/push":
      return <PushScreen onBack={back} />;
    case "/storage":
      return <StorageScreen onBack={back} />;
    case "/more":
      return <MoreScreen onSignedOut={onSignOut} />;
  }
  if (path === "/calendar" && account.role !== "requester") return <CalendarScreen onBack={back} />;
  if (/^\/(assets|scan|known-errors)(\/|$)/.test(path)) return <AssetScreens path={path} onBack={back} />;
  if (/^\/(admin|delegates)(\/|$)/.test(path)) return <LazyAdmin path={path} />;
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
