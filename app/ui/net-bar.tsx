import { Link } from "wouter";
import { useNow, useTexts } from "../locale/locale";
import { useCameBack, useQueueSummary, useSyncState } from "../replica/genba-context";
import { useKeptStorage } from "../storage/use-kept-storage";
import { useStorageTrouble } from "../storage/use-storage-trouble";
import { useUpdate } from "../update/updates";
import css from "./net-bar.module.css";
import { netView } from "./net-view";

/** C9, always on the screen. One tap shows the queue; what came back, and what a pause asks for, stand beside it. */
export function NetBar() {
  const { t } = useTexts();
  const now = useNow();
  const queue = useQueueSummary();
  const view = netView(t, useSyncState(), queue, now, useStorageTrouble());
  useKeptStorage(queue.count + queue.files > 0);
  const cameBack = useCameBack().count;
  const { take } = useUpdate();
  const alone = cameBack === 0 && view.remedy === null;
  return (
    <div className={css.bar} data-tone={view.tone}>
      <Link href="/queue" className={css.state}>
        <span className={css.dot} aria-hidden="true" />
        <span role="status">{view.text}</span>
        {alone && view.tone !== "calm" ? <span className={css.view}>{t.net.view}</span> : null}
      </Link>
      {alone ? null : (
        <div className={css.beside}>
          {view.remedy === "signIn" ? (
            <Link href="/signin" className={css.remedy}>
              {t.signIn.submit}
            </Link>
          ) : null}
          {view.remedy === "storage" ? (
            <Link href="/storage" className={css.remedy}>
              {t.net.view}
            </Link>
          ) : null}
          {view.remedy === "update" ? (
            <button type="button" className={css.remedy} onClick={take}>
              {t.more.update}
            </button>
          ) : null}
          {cameBack > 0 ? (
            <Link href="/attention" className={css.back}>
              {t.net.attention(cameBack)}
            </Link>
          ) : null}
        </div>
      )}
    </div>
  );
}
