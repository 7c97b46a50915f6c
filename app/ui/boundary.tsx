import { Component, type ReactNode } from "react";
import { useTexts } from "../locale/locale";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

/** The one edge where a failure of a screen or of IndexedDB is caught: it says what is safe and offers a way on (C7). */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

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
