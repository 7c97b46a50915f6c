import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { Tag } from "../ui/tag";
import css from "./ticket-row.module.css";
import type { TicketRowView } from "./ticket-row-view";

/** One ticket in a list. The edge is the priority (its word stands beside the number); hatched while it waits to sync. */
export function TicketRow({ row, selected = false }: { row: TicketRowView; selected?: boolean }) {
  return (
    <Link
      href={`/tickets/${row.id}`}
      className={css.row}
      data-priority={row.priority ?? undefined}
      data-sync={row.waiting ? "waiting" : undefined}
      aria-current={selected ? "true" : undefined}
    >
      <TicketFace row={row} />
    </Link>
  );
}

/** What a row says, wherever a tap on it leads. */
export function TicketFace({ row }: { row: TicketRowView }) {
  const { t } = useTexts();
  return (
    <>
      <span className={css.edge} aria-hidden="true" />
      <span className={css.main}>
        <span className={css.title}>{row.title}</span>
        <span className={css.meta}>
          <span className={css.number}>{row.number}</span>
          {row.waiting ? <Tag tone="wait">{t.tag.waiting}</Tag> : null}
          {row.cameBack ? <Tag tone="back">{t.tag.attention}</Tag> : null}
          {row.onHold ? <Tag tone="plain">{t.tag.hold}</Tag> : null}
          {row.recurs ? <Tag tone="plain">{t.tag.recurs}</Tag> : null}
          <span>{row.meta}</span>
        </span>
      </span>
      <span className={css.clock} data-overdue={row.overdue || undefined}>
        {row.age}
        <small>{row.ageLabel}</small>
      </span>
    </>
  );
}
