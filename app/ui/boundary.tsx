import { Component, lazy, type ReactNode, Suspense } from "react";
import { type StorageTrouble, troubleOf } from "../../client/storage-trouble";
import { Frame } from "../frame";
import { useTexts } from "../locale/locale";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

/** The one edge where a failure of a screen or of IndexedDB is caught: it says what is safe and offers a way on (C7). */
export class Boundary extends Component<{ children: ReactNode }, Failed> {
  override state: Failed = { failed: false };

  static getDerivedStateFromError(error: unknown): Failed {
    return { failed: true, trouble: troubleOf(error) };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return this.state.trouble === null ? <Broken /> : <StorageNotice trouble={this.state.trouble} />;
  }
}
type Failed = { readonly failed: false } | { readonly failed: true; readonly trouble: StorageTrouble | null };

/** What is wrong with the phone's memory, from the part that is loaded later; simpler words where that cannot be had. */
export function StorageNotice({ trouble }: { trouble: StorageTrouble }) {
  return (
    <Suspense fallback={<Frame />}>
      <StorageBroken trouble={trouble} />
    </Suspense>
  );
}
const StorageBroken = lazy(() =>
  import("../later").then(
    (part) => ({ default: part.StorageBroken }),
    () => ({ default: Broken }),
  ),
);

function Broken() {
  const { t } = useTexts();
  return (
    <main>
      <EmptyState title={t.app.broken} hint={t.app.brokenHint}>
        <Button kind="main" wide onClick={() => location.reload()}>
          {t.app.reload}
        </Button>
      </EmptyState>
    </main>
  );
}
