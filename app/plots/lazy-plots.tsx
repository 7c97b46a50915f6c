/** The door to the plots: what draws them is a part of its own, which is loaded when they are first opened. */
import { lazy, Suspense } from "react";

/** A part that an update took away goes to the boundary, which offers to load the app anew. */
const PlotsScreen = lazy(() => import("./plots-screen"));

export function LazyPlots({ onBack }: { onBack: () => void }) {
  return (
    <Suspense>
      <PlotsScreen onBack={onBack} />
    </Suspense>
  );
}
