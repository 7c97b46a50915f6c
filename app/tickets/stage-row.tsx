import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import css from "./stage-row.module.css";
import { stageSteps } from "./stage-row-view";

/** Done is checked, now is solid, later is an outline: shape carries it, not colour. */
export function StageRow({ ticket }: { ticket: Pick<Ticket, "flow" | "stage" | "outcome"> }) {
  const { t } = useTexts();
  const steps = stageSteps(t, ticket);
  const at = steps.findIndex((step) => step.state === "now");
  return (
    <div className={css.box}>
      <ol
        className={css.row}
        aria-label={t.ticket.stages}
        data-long={steps.some((step) => step.slim) || undefined}
      >
        {steps.map((step) => (
          <li
            key={step.key}
            className={css.step}
            data-state={step.state}
            data-slim={step.slim || undefined}
            aria-current={step.state === "now" ? "step" : undefined}
          >
            <span className={css.label}>{step.label}</span>
            <span data-only="screen-reader">{t.ticket[step.state]}</span>
          </li>
        ))}
      </ol>
      {steps.some((step) => step.slim) ? (
        <p className={css.where}>{t.ticket.stageOf(at + 1, steps.length)}</p>
      ) : null}
    </div>
  );
}
