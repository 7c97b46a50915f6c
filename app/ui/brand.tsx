import type { ReactNode } from "react";
import css from "./brand.module.css";

/** Mark, name and what the app is: `children` is that line. */
export function Brand({ children }: { readonly children: ReactNode }) {
  return (
    <header className={css.brand}>
      <span className={css.mark} aria-hidden="true" />
      <p className={css.name}>
        Genba <span lang="ja">現場</span>
      </p>
      {children}
    </header>
  );
}

export function Lead({ lang, children }: { readonly lang?: string; readonly children: string }) {
  return (
    <p className={css.lead} lang={lang}>
      {children}
    </p>
  );
}
