import { Link } from "wouter";
import { useNow, useTexts } from "../locale/locale";
import { useCameBack, useQueueSummary, useSyncState } from "../replica/genba-context";
import css from "./net-bar.module.css";
import { netView } from "./net-view";

const targets = { queue: "/queue", signIn: "/signin", update: "/more" } as const;

/** C9, always on the screen. One tap shows the queue; what came back has its own. */
export function NetBar() {
  const { t } = useTexts();
  const now = useNow();
  const view = netView(t, useSyncState(), useQueueSummary(), now);
  const cameBack = useCameBack().count;
  return (
    <div className={css.bar} data-tone={view.tone}>
      <Link href={targets[view.target]} className={css.state}>
        <span className={css.dot} aria-hidden="true" />
        <span role="status">{view.text}</span>
        {view.tone === "calm" || cameBack > 0 ? null : <span className={css.view}>{t.net.view}</span>}
      </Link>
      {cameBack > 0 ? (
        <Link href="/attention" className={css.back}>
          {t.net.attention(cameBack)}
        </Link>
      ) : null}
    </div>
  );
}
