/** 最近事件: what came, and what was made of it. */
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { EventPage, EventPosition, EventRecord } from "../../../core/events/administration";
import { EventRow } from "../../events/event-row";
import rowCss from "../../events/event-row.module.css";
import { eventWords } from "../../events/event-words";
import { useTexts } from "../../locale/locale";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";
import css from "../admin.module.css";
import { useAsked } from "../admin-context";
import { Waiting } from "../problem";
import { eventTexts } from "./event-texts";
import { useEventAdmin } from "./use-event-admin";

type NamesById = ReadonlyMap<string, string>;

export function RecentScreen() {
  const { locale } = useTexts();
  const { recent: texts } = eventTexts[locale];
  const [, navigate] = useLocation();
  const [round, setRound] = useState(0);
  return (
    <Screen
      title={texts.title}
      onBack={() => navigate("/admin/events")}
      foot={
        <Button wide onClick={() => setRound(round + 1)}>
          {texts.refresh}
        </Button>
      }
    >
      <div className={css.column}>
        <p className={css.why}>{texts.why}</p>
        <Pages key={round} />
      </div>
    </Screen>
  );
}

interface First {
  readonly page: EventPage;
  readonly sources: NamesById;
  readonly rules: NamesById;
}

function Pages() {
  const { locale } = useTexts();
  const { recent: texts, sources: sourceTexts } = eventTexts[locale];
  const events = useEventAdmin();
  const { asked, again } = useAsked<First>(async () => {
    const [page, sources, rules] = await Promise.all([
      events.readEvents(null),
      events.listSources(),
      events.listRules(),
    ]);
    return { page, sources: namesById(sources), rules: namesById(rules) };
  }, "");
  if (asked.tag !== "value") return <Waiting asked={asked} again={again} />;
  const { page, sources, rules } = asked.value;
  if (page.events.length === 0)
    return (
      <EmptyState title={texts.none} hint={texts.noneHint}>
        <Link href="/admin/events/sources" className={css.ticket}>
          {sourceTexts.title}
        </Link>
      </EmptyState>
    );
  return <Page page={page} sources={sources} rules={rules} />;
}

function Page({ page: { events, next }, sources, rules }: First) {
  const { locale } = useTexts();
  const { recent: texts } = eventTexts[locale];
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ol className={rowCss.list}>
        {events.map((event) => (
          <EventRow
            key={`${event.sourceId} ${event.id}`}
            event={event}
            verdict={event.verdict}
            sourceName={sources.get(event.sourceId) ?? "…"}
          >
            <Ways event={event} rules={rules} />
          </EventRow>
        ))}
      </ol>
      {next === null ? <p className={css.quiet}>{texts.end}</p> : null}
      {next && !opened ? (
        <Button wide onClick={() => setOpened(true)}>
          {eventWords[locale].more}
        </Button>
      ) : null}
      {next && opened ? <LaterPage after={next} sources={sources} rules={rules} /> : null}
    </>
  );
}

function LaterPage({ after, ...names }: Omit<First, "page"> & { readonly after: EventPosition }) {
  const events = useEventAdmin();
  const { asked, again } = useAsked(() => events.readEvents(after), JSON.stringify(after));
  if (asked.tag !== "value") return <Waiting asked={asked} again={again} />;
  return <Page page={asked.value} {...names} />;
}

/** To the rule that judged it, and to its incident. */
function Ways({ event, rules }: { event: EventRecord; rules: NamesById }) {
  const { locale } = useTexts();
  const { recent: texts } = eventTexts[locale];
  const { ruleId, incidentId } = event;
  return (
    <>
      {ruleId === null ? null : (
        <Link href={`/admin/events/rules/${ruleId}`} className={rowCss.link}>
          {texts.rule(rules.get(ruleId) ?? "…")}
        </Link>
      )}
      {incidentId === null ? null : (
        <Link href={`/tickets/${incidentId}`} className={rowCss.link}>
          {texts.incident}
        </Link>
      )}
    </>
  );
}

function namesById(list: readonly { readonly id: string; readonly name: string }[]): NamesById {
  return new Map(list.map(({ id, name }) => [id, name]));
}
