/** Under 更多: this phone, the app on its home screen and its space. */
import { useState } from "react";
import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import css from "../push/push.module.css";
import { roomTexts } from "../storage/room-texts";
import { Icon } from "../ui/icons";
import { Sheet } from "../ui/sheet";
import installCss from "./install.module.css";
import { InstallHow } from "./install-how";
import { installTexts } from "./install-texts";
import { useInstall } from "./use-install";

export function PhoneSection() {
  const { locale } = useTexts();
  const texts = installTexts[locale];
  const way = useInstall();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`${css.row} ${installCss.row}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span>{texts.title}</span> <Icon name="forward" size={20} />
      </button>
      <Link href="/storage" className={css.row}>
        <span>{roomTexts[locale].title}</span> <Icon name="forward" size={20} />
      </Link>
      {isOpen ? (
        <Sheet title={texts.title} onClose={() => setOpen(false)}>
          {way === "installed" ? null : <p>{texts.why}</p>}
          <InstallHow way={way} />
        </Sheet>
      ) : null}
    </>
  );
}
