import { useTexts } from "../locale/locale";
import css from "./update-bar.module.css";
import { useUpdate } from "./updates";

/**
 * 有新版本: taken by a tap, never by itself; above every screen, sign-in and the one that says what broke included: a
 * new version may be what mends it.
 */
export function UpdateBar() {
  const { t } = useTexts();
  const { waiting, take } = useUpdate();
  if (!waiting) return null;
  return (
    <div className={css.bar} role="status">
      <span>{t.more.newVersion}</span>
      <button type="button" onClick={take}>
        {t.more.update}
      </button>
    </div>
  );
}
