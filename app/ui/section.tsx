import type { ReactNode } from "react";
import css from "./section.module.css";

/** A heading with its count, and a box of rows. */
export function Section({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2 className={css.heading}>
        {title} {count === undefined ? null : <b>{count}</b>}
      </h2>
      <div className={css.rows}>{children}</div>
    </section>
  );
}
