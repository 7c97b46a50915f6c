import type { ReactNode } from "react";
import css from "./empty-state.module.css";

/** Nothing here, and what to do about it. */
export function EmptyState({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      <span className={css.shape} aria-hidden="true" />
      <h2>{title}</h2>
      {hint ? <p>{hint}</p> : null}
      {children ? <div className={css.actions}>{children}</div> : null}
    </div>
  );
}
