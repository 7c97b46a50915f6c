/** 來源: whoever sends events, each with a key of its own. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { SourceRecord } from "../../../core/events/administration";
import { useNow, useTexts } from "../../locale/locale";
import { momentText } from "../../locale/time-text";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icons";
import { Screen } from "../../ui/screen";
import { Section } from "../../ui/section";
import { Tag } from "../../ui/tag";
import css from "../admin.module.css";
import { useAdmin, useAsked } from "../admin-context";
import { CreateButton } from "../create-button";
import { Waiting } from "../problem";
import { eventTexts } from "./event-texts";
import { NewSourceSheet } from "./new-source-sheet";
import { SourceSheet } from "./source-sheet";
import { useEventAdmin } from "./use-event-admin";

export function SourcesScreen() {
  const { locale } = useTexts();
  const { sources: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<SourceRecord | "new" | null>(null);
  const [round, setRound] = useState(0);
  const { asked, again } = useAsked(() => events.listSources(), `${round}`);
  const close = () => {
    setOpen(null);
    setRound(round + 1);
  };
  return (
    <Screen
      title={texts.title}
      onBack={() => navigate("/admin/events")}
      foot={<CreateButton label={texts.create} onOpen={() => setOpen("new")} />}
    >
      <p className={css.why}>{texts.why}</p>
      {asked.tag === "value" ? (
        <Sources sources={asked.value} onOpen={setOpen} />
      ) : (
        <Waiting asked={asked} again={again} />
      )}
      {open === "new" ? <NewSourceSheet onClose={close} /> : null}
      {open !== null && open !== "new" ? <SourceSheet source={open} onClose={close} /> : null}
    </Screen>
  );
}

interface SourcesProps {
  readonly sources: readonly SourceRecord[];
  readonly onOpen: (source: SourceRecord) => void;
}

function Sources({ sources, onOpen }: SourcesProps) {
  const { t, locale } = useTexts();
  const { sources: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const now = useNow();
  if (sources.length === 0) return <EmptyState title={texts.none} hint={texts.noneHint} />;
  // Those in use first; the server has them by name.
  const rows = [...sources].sort((one, other) => Number(other.active) - Number(one.active));
  return (
    <Section title={texts.title} count={sources.length}>
      {rows.map((source) => {
        const { id, name, active, kinds, signed, heardAt, formerKeyUntil } = source;
        const what = [kinds.map((kind) => texts.kindNames[kind]).join(t.app.join), signed && texts.signed];
        return (
          <button
            key={id}
            type="button"
            className={css.row}
            aria-haspopup="dialog"
            onClick={() => onOpen(source)}
          >
            <span className={css.grow}>
              {name}
              <small>{what.filter(Boolean).join(" · ")}</small>
              <small>
                {heardAt === null ? texts.neverHeard : texts.heard(momentText(locale, heardAt, now))}
              </small>
              {active && formerKeyUntil !== null ? (
                <small>{texts.formerUntil(momentText(locale, formerKeyUntil, now))}</small>
              ) : null}
            </span>
            {active ? null : <Tag tone="plain">{a.inactive}</Tag>}
            <Icon name="forward" size={20} />
          </button>
        );
      })}
    </Section>
  );
}
