/** Under the category of a new incident: categories that its title suggests, and open incidents that may be the same. */
import { Link } from "wouter";
import type { CategoryId, TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { ActionArgs } from "../../core/sync/protocol";
import { useNow, useTexts } from "../locale/locale";
import { agoText } from "../locale/time-text";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { suggestTexts } from "./suggest-texts";
import css from "./suggestions.module.css";
import { useSuggestions } from "./use-suggestions";

interface Props {
  readonly args: ActionArgs;
  readonly onChange: (patch: ActionArgs) => void;
}

export function SuggestionsOf({ args, onChange }: Props) {
  const { categories, similar } = useSuggestions(args);
  return (
    <>
      <Categories
        ids={categories}
        chosen={args.categoryId}
        onChoose={(categoryId) => onChange({ categoryId })}
      />
      <Similar ids={similar} />
    </>
  );
}

interface CategoriesProps {
  readonly ids: readonly CategoryId[];
  readonly chosen: CategoryId | undefined;
  readonly onChoose: (id: CategoryId) => void;
}

function Categories({ ids, chosen, onChoose }: CategoriesProps) {
  const { locale } = useTexts();
  const { categories } = useDirectory();
  if (ids.length === 0) return null;
  return (
    <fieldset className={css.chips}>
      <legend data-only="screen-reader">{suggestTexts[locale].categories}</legend>
      {ids.map((id) => (
        <button key={id} type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          {categories.get(id)?.name}
        </button>
      ))}
    </fieldset>
  );
}

/** The form stays as a draft behind the ticket. */
function Similar({ ids }: { ids: readonly TicketId[] }) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const now = useNow();
  const rows = useLive(() => genba.db.tickets.bulkGet([...ids]), [genba, ids]) ?? [];
  return (
    <div aria-live="polite">
      {ids.length === 0 || rows.length === 0 ? null : (
        <section className={css.similar} aria-label={suggestTexts[locale].similar}>
          <h2>{suggestTexts[locale].similar}</h2>
          {rows.map((row) =>
            row === undefined ? null : (
              <Link key={row.id} href={`/tickets/${row.id}`}>
                <b>{numberText(row.flow, row.ticket.number, row.id)}</b>
                <span>{row.ticket.title}</span>
                <small>{agoText(t, Math.max(0, now - row.ticket.openedAt))}</small>
              </Link>
            ),
          )}
        </section>
      )}
    </div>
  );
}
