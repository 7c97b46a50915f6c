import { Link } from "wouter";
import type { Ticket } from "../../core/tickets/ticket";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import css from "./known-error-notes.module.css";
import { matchingKnownErrors } from "./known-errors";

/** The workarounds of the same asset and category, where somebody is about to look for one. */
export function KnownErrorNotes({ of }: { of: Pick<Ticket, "categoryId" | "assetIds"> }) {
  const { t } = useTexts();
  return matchingKnownErrors(useDirectory().knownErrors, of).map(({ problemId, workaround }) => (
    <div key={problemId} className={css.note}>
      <p>
        <b>{t.outcome.knownError}</b> {workaround}
      </p>
      <Link href={`/tickets/${problemId}`} className={css.link}>
        {t.ticket.seeProblem}
      </Link>
    </div>
  ));
}
