/** 異動紀錄: who changed what of the desk, the newest first. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { AdminChange, HistoryPosition } from "../../core/directory/administration";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import css from "./admin.module.css";
import { useAdmin, useAsked } from "./admin-context";
import { type HistoryLine, historyLines, subjectText } from "./history-view";
import { Waiting } from "./problem";

export function HistoryScreen() {
  const { a } = useAdmin();
  const [, navigate] = useLocation();
  return (
    <Screen title={a.history.title} onBack={() => navigate("/admin")}>
      <div className={css.column}>
        <HistoryPage after={null} />
      </div>
    </Screen>
  );
}

/** One page and, once asked for, those before it. */
function HistoryPage({ after }: { after: HistoryPosition | null }) {
  const { a, admin } = useAdmin();
  const { asked, again } = useAsked(() => admin.readHistory(after), JSON.stringify(after));
  const [opened, setOpened] = useState(false);
  if (asked.tag !== "value") return <Waiting asked={asked} again={again} />;
  const { changes, next } = asked.value;
  if (changes.length === 0) return <EmptyState title={a.history.none} />;
  return (
    <>
      <ol className={css.history}>
        {changes.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ol>
      {next && !opened ? (
        <Button wide onClick={() => setOpened(true)}>
          {a.history.more}
        </Button>
      ) : null}
      {next && opened ? <HistoryPage after={next} /> : null}
    </>
  );
}

function Change({ change }: { change: AdminChange }) {
  const { t, locale } = useTexts();
  const { a } = useAdmin();
  const { people, groups, sites } = useDirectory();
  const now = useNow();
  const names = { t, a, locale, now, people, groups, sites };
  return (
    <li className={css.change}>
      <p>
        <b>{a.kinds[change.kind]}</b> {subjectText(change, names)}
      </p>
      <ul>
        {historyLines(change, names).map((line) => (
          <Line key={line.label} line={line} />
        ))}
      </ul>
      <small className={css.note}>
        {change.actorName} · {momentText(locale, change.at, now)}
      </small>
    </li>
  );
}

function Line({ line: { label, before, after } }: { line: HistoryLine }) {
  const { t } = useTexts();
  return (
    <li>
      {label}
      {t.app.colon}
      {before === null ? null : <del>{before}</del>}
      {before !== null && after !== null ? " → " : null}
      {after === null ? null : <ins>{after}</ins>}
    </li>
  );
}
