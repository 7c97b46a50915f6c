/** What a refused change says: why, and what is in the way, with links to it. */
import { Link } from "wouter";
import type { AdminError } from "../../client/admin";
import { numberText } from "../../core/messages/number-text";
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import css from "./admin.module.css";
import { type Asked, useAdmin } from "./admin-context";

export function Problem({ error }: { error: AdminError | null }) {
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
