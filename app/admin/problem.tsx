/** What a refused change says: why, and what is in the way, with links to it. */
import { Link } from "wouter";
import type { AdminError } from "../../client/admin-request";
import type { AdminChangeKind } from "../../core/directory/administration";
import { numberText } from "../../core/messages/number-text";
import { useNow, useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import css from "./admin.module.css";
import { type Asked, useAdmin } from "./admin-context";
import { fieldLines } from "./history-view";

interface Props {
  readonly error: AdminError | null;
  /** What was to be changed, by which its fields are called. */
  readonly kind?: AdminChangeKind;
}

export function Problem({ error, kind }: Props) {
  const { t } = useTexts();
  const { a } = useAdmin();
  if (error === null) return null;
  const { names = [], parameters = [], tickets = [] } = error.obstacles;
  const words = [...names, ...parameters.map((name) => a.parameters[name])];
  return (
    <div role="alert" className={css.problem}>
      <p>{a.failures[error.code]}</p>
      {words.length > 0 ? (
        <p>
          {a.inTheWay}
          {t.app.colon}
          {words.join(t.app.join)}
        </p>
      ) : null}
      {kind && error.obstacles.fields ? <Present kind={kind} fields={error.obstacles.fields} /> : null}
      {tickets.length > 0 ? (
        <ul>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <Link href={`/tickets/${ticket.id}`} className={css.ticket}>
                <span className={css.number}>{numberText(ticket.flow, ticket.number, ticket.id)}</span>{" "}
                {ticket.title}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

interface PresentProps {
  readonly kind: AdminChangeKind;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What somebody else made of the fields meanwhile. */
function Present({ kind, fields }: PresentProps) {
  const { t, locale } = useTexts();
  const { a } = useAdmin();
  const { people, groups, sites } = useDirectory();
  const now = useNow();
  return (
    <ul>
      {fieldLines(kind, fields, { t, a, locale, now, people, groups, sites }).map(({ label, text }) => (
        <li key={label}>
          {label}
          {t.app.colon}
          {text}
        </li>
      ))}
    </ul>
  );
}

/** While the server is asked, and when it could not be: never without an end, as every request has a time limit. */
export function Waiting<T>({ asked, again }: { asked: Asked<T>; again: () => void }) {
  const { a } = useAdmin();
  switch (asked.tag) {
    case "value":
      return null;
    case "loading":
      return (
        <p role="status" className={css.quiet}>
          {a.loading}
        </p>
      );
    case "failed":
      return (
        <div className={css.failed}>
          <Problem error={asked.error} />
          <Button wide onClick={again}>
            {a.again}
          </Button>
        </div>
      );
  }
}
