import type { ReactNode } from "react";
import { useTexts } from "../locale/locale";
import { Icon } from "./icons";
import css from "./screen.module.css";

interface Props {
  readonly title: string;
  readonly side?: ReactNode;
  /** A way to another screen, at the end of the heading. */
  readonly way?: ReactNode;
  readonly onBack?: (() => void) | undefined;
  readonly children: ReactNode;
  /** Stays at the thumb below the scrolling part. */
  readonly foot?: ReactNode;
  /** The content scrolls by itself (a virtual list). */
  readonly fixed?: boolean;
}

/** A screen: its heading, what scrolls, and what stays at the thumb. */
export function Screen({ title, side, way, onBack, children, foot, fixed = false }: Props) {
  return (
    <section className={css.screen}>
      <div className={css.scroll} data-fixed={fixed || undefined}>
        <header className={css.head}>
          {onBack ? <BackButton onBack={onBack} /> : null}
          <h1>{title}</h1>
          {side ? <div className={css.side}>{side}</div> : null}
          {way}
        </header>
        {children}
      </div>
      {foot ? <footer className={css.foot}>{foot}</footer> : null}
    </section>
  );
}

export function BackButton({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  return (
    <button type="button" className={css.back} onClick={onBack} aria-label={t.nav.back}>
      <Icon name="back" />
    </button>
  );
}
