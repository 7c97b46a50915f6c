import type { ReactNode } from "react";
import css from "./tag.module.css";

export type TagTone = "wait" | "back" | "ok" | "info" | "plain";

/** A word in a box. Waiting is dashed: the shape says it where the colour cannot. */
export function Tag({ tone, children }: { tone: TagTone; children: ReactNode }) {
  return (
    <span className={css.tag} data-tone={tone}>
      {children}
    </span>
  );
}
