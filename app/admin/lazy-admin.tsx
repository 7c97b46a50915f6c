/** The door to administration: its screens and texts are a part of their own, which most people never load. */
import { lazy, Suspense } from "react";
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

const AdminScreens = lazy(() => import("./admin-screens").catch(() => ({ default: NotLoaded })));

export function LazyAdmin({ path }: { path: string }) {
  return (
    <Suspense>
      <AdminScreens path={path} />
    </Suspense>
  );
}

/** An update took the part away, or it was never kept on this phone. */
function NotLoaded(_: { path: string }) {
  const { t } = useTexts();
  return (
    <EmptyState title={t.net.failed}>
      <Button kind="main" wide onClick={() => location.reload()}>
        {t.app.reload}
      </Button>
    </EmptyState>
  );
}
