/** The door to administration: its screens and texts are a part of their own, which most people never load. */
import { lazy, Suspense } from "react";

/** A part that an update took away goes to the boundary, which offers to load the app anew. */
const AdminScreens = lazy(() => import("./admin-screens"));

export function LazyAdmin({ path }: { path: string }) {
  return (
    <Suspense>
      <AdminScreens path={path} />
    </Suspense>
  );
}
