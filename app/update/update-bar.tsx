import { useTexts } from "../locale/locale";
import { useSyncState } from "../replica/genba-context";
import css from "./update-bar.module.css";
import { useUpdate } from "./updates";

/** 有新版本: taken by a tap, never by itself; shown too when the server says this app is too old (C5, 426). */
export function UpdateBar() {
  const { t } = useTexts();
  const { waiting, take } = useUpdate();
  const sync = useSyncState();
  const tooOld = sync.tag === "paused" && sync.reason === "update";
  if (!waiting && !tooOld) return null;
  return (
    <div className={css.bar} role="status">
      <span>{t.more.newVersion}</span>
      <button type="button" onClick={take}>
        {t.more.update}
      </button>
    </div>
  );
}
