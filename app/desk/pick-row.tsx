import { useRef } from "react";
import { TicketFace } from "../tickets/ticket-row";
import rowCss from "../tickets/ticket-row.module.css";
import type { TicketRowView } from "../tickets/ticket-row-view";
import css from "./pick-row.module.css";
import { type Picks, usePicked } from "./picks";

interface Props {
  readonly row: TicketRowView;
  readonly picks: Picks;
  /** `isRange`: with all between it and the one before (shift). */
  readonly onPick: (isRange: boolean) => void;
}

/** A row as a box to tick, as large as the row. */
export function PickRow({ row, picks, onPick }: Props) {
  const isShift = useRef(false);
  const isPicked = usePicked(picks)?.has(row.id) === true;
  return (
    <label className={css.pick} data-ticket={row.id}>
      <input
        type="checkbox"
        checked={isPicked}
        aria-label={`${row.number} ${row.title}`}
        onClick={(event) => {
          isShift.current = event.shiftKey;
        }}
        onChange={() => onPick(isShift.current)}
      />
      <span
        className={rowCss.row}
        data-priority={row.priority ?? undefined}
        data-sync={row.waiting ? "waiting" : undefined}
      >
        <TicketFace row={row} />
      </span>
    </label>
  );
}
