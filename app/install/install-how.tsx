/** The button that installs, or the steps of this browser. */
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import css from "./install.module.css";
import { installTexts } from "./install-texts";
import type { InstallWay } from "./install-way";
import { install } from "./use-install";

export function InstallHow({ way }: { way: InstallWay | "installed" | null }) {
  const { locale } = useTexts();
  const texts = installTexts[locale];
  if (way === "installed") return <p>{texts.installed}</p>;
  if (way === null) return <p>{texts.cannot}</p>;
  if (way === "prompt") return <InstallButton isMain />;
  return (
    <ol className={css.steps}>
      {texts.steps[way].map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

export function InstallButton({ isMain = false }: { isMain?: boolean }) {
  const { locale } = useTexts();
  // Refused by the person: the browser has said so itself.
  const onClick = () => void install().catch(() => {});
  return (
    <Button {...(isMain ? { kind: "main", wide: true, className: css.button } : {})} onClick={onClick}>
      {installTexts[locale].install}
    </Button>
  );
}
