/** `/known-errors`: what helped before, for whoever stands in front of the same fault without a network. */
import { useDeferredValue, useMemo, useState } from "react";
import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { AssetSearch } from "./asset-search";
import { assetTexts } from "./asset-texts";
import css from "./assets.module.css";
import { knownErrorSections } from "./known-errors-view";

export function KnownErrorsScreen({ onBack }: { onBack: () => void }) {
  const { t, locale } = useTexts();
  const texts = assetTexts[locale];
  const directory = useDirectory();
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const sections = useMemo(
    () => knownErrorSections(directory, query, { join: t.app.join, locale }),
    [directory, query, t, locale],
  );
  return (
    <Screen title={texts.knownErrors} onBack={onBack}>
      <AssetSearch value={text} onChange={setText} label={texts.knownSearch} />
      {sections.map(({ categoryId, category, known }) => (
        <Section key={categoryId} title={category} count={known.length}>
          {known.map(({ error: { problemId, title, workaround }, assets }) => (
            <article key={problemId} className={css.known}>
              {title ? <h3>{title}</h3> : null}
              <p>{workaround}</p>
              {assets === "" ? null : <small>{assets}</small>}
              <Link href={`/tickets/${problemId}`}>{t.ticket.seeProblem}</Link>
            </article>
          ))}
        </Section>
      ))}
      {sections.length > 0 ? null : directory.knownErrors.length === 0 ? (
        <EmptyState title={texts.knownEmpty} hint={texts.knownEmptyHint} />
      ) : (
        <EmptyState title={texts.knownNone}>
          <Button wide onClick={() => setText("")}>
            {texts.clear}
          </Button>
        </EmptyState>
      )}
    </Screen>
  );
}
