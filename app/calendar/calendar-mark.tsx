/** The small shapes of the calendar; decoration only, the words stand beside them. */
import type { ReactNode } from "react";
import css from "./calendar-mark.module.css";
import type { MarkState } from "./calendar-view";

export type MarkKind = MarkState | "conflict" | "blackout" | "maintenance";

/** Outlined: not booked yet; solid: scheduled; checked: done; crossed: given up. */
const shapes: Readonly<Record<MarkKind, ReactNode>> = {
  planned: <circle cx="8" cy="8" r="5.5" fill="none" strokeDasharray="3 2" />,
  booked: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  done: <path d="M2.5 8.5l3.5 3.5 7.5-8" fill="none" />,
  gone: <path d="M3.5 3.5l9 9m0-9l-9 9" fill="none" />,
  conflict: <path d="M8 1.5L15 14.5H1zM8 6v4m0 1.6v.9" fill="none" />,
  blackout: <path d="M2 2h12v12H2zM2 8l6-6M2 14L14 2M8 14l6-6" fill="none" />,
  maintenance: <path d="M8 1.5L14.5 8 8 14.5 1.5 8z" fill="none" />,
};

export function Mark({ kind }: { kind: MarkKind }) {
  return (
    <svg
      className={css.mark}
      data-kind={kind}
      viewBox="0 0 16 16"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[kind]}
    </svg>
  );
}
