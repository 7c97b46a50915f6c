/** Before signing in on an iPhone in a browser's tab, whose storage the app on the home screen does not share. */
import { useTexts } from "../locale/locale";
import css from "./install.module.css";
import { InstallHow } from "./install-how";
import { installTexts } from "./install-texts";
import { useInstall } from "./use-install";

export function InstallFirst() {
  const { locale } = useTexts();
  const texts = installTexts[locale];
  const way = useInstall();
  if (way !== "ios") return null;
  return (
    <aside className={css.first} aria-label={texts.first}>
      <h2>{texts.first}</h2>
      <p>{texts.firstWhy}</p>
      <InstallHow way={way} />
    </aside>
  );
}
