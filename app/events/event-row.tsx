/** One event: how bad, what, of what, when, and what it did. */
import type { ReactNode } from "react";
import type { MonitorEvent, Severity } from "../../core/events/event";
import type { EventVerdict } from "../../core/events/judge-event";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { Tag, type TagTone } from "../ui/tag";
import css from "./event-row.module.css";
import { eventWords } from "./event-words";

interface Props {
  readonly event: MonitorEvent;
  readonly verdict: EventVerdict;
  /** Null: it goes without saying. */
  readonly sourceName?: string | null;
  /** A way to its incident. */
  readonly children?: ReactNode;
}

const tones: Readonly<Record<Severity, TagTone>> = {
  critical: "back",
  major: "back",
  minor: "wait",
  warning: "wait",
  info: "info",
};

export function EventRow({ event, verdict, sourceName = null, children }: Props) {
  const { locale } = useTexts();
  const words = eventWords[locale];
  const now = useNow();
  const { status, severity, title, text, asset, at } = event;
  const about = [asset, sourceName, momentText(locale, at, now)].filter(Boolean).join(" · ");
  return (
    <li className={css.event}>
      <p className={css.head}>
        {status === "firing" ? (
          <Tag tone={tones[severity]}>{words.severity[severity]}</Tag>
        ) : (
          <Tag tone="ok">{words.status.recovered}</Tag>
        )}
        <b>{title}</b>
      </p>
      {text === "" ? null : <small>{text}</small>}
      <small>{about}</small>
      <p>{words.verdict[verdict]}</p>
      {children ? <div className={css.ways}>{children}</div> : null}
    </li>
  );
}
