import { useTexts } from "../locale/locale";
import css from "./difference.module.css";
import type { DifferenceLine } from "./material-view";

/** A6: what somebody read, and what stands there now. */
export function Difference({ revision, lines }: { revision: number; lines: readonly DifferenceLine[] }) {
  const { t } = useTexts();
  return (
    <section className={css.difference}>
      <h3>{lines.length > 0 ? t.reviews.changedSince(revision) : t.reviews.sameSince(revision)}</h3>
      {lines.length > 0 ? (
        <dl>
          {lines.map(({ label, from, to }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <del>{from}</del>
                <ins>{to}</ins>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}
