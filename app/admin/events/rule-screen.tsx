/** One rule 觸發條件, or a new one: all of its definition, beside what it would have made of what came. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { RuleRecord, SourceRecord } from "../../../core/events/administration";
import { useTexts } from "../../locale/locale";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";
import css from "../admin.module.css";
import { useAdmin, useAsked, useSaving } from "../admin-context";
import { Problem, Waiting } from "../problem";
import { eventTexts } from "./event-texts";
import { FilterFields } from "./filter-fields";
import { IncidentFields } from "./incident-fields";
import { type Collision, recordToDraft, saveRule } from "./merge-rule";
import { NameFields } from "./name-fields";
import { type PreviewDays, PreviewSection, PreviewSummary } from "./preview-section";
import { draftOf, emptyForm, formOf, judgingOf, labelNames, problemsOf } from "./rule-form";
import { partWords } from "./rule-words";
import { ThresholdFields } from "./threshold-fields";
import { useEventAdmin } from "./use-event-admin";
import { usePreview } from "./use-preview";
import { useRuleNames } from "./use-rule-names";

/** `id` null: a new one. */
export function RuleScreen({ id }: { id: string | null }) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const [, navigate] = useLocation();
  const back = () => navigate("/admin/events/rules");
  const { asked, again } = useAsked(async () => {
    const [sources, rules] = await Promise.all([events.listSources(), events.listRules()]);
    return { sources, rule: rules.find((rule) => rule.id === id) ?? null };
  }, "");
  if (asked.tag === "value" && (id === null || asked.value.rule !== null))
    return <RuleEditor rule={asked.value.rule} sources={asked.value.sources} onLeave={back} />;
  return (
    <Screen title={id === null ? texts.create : texts.title} onBack={back}>
      {asked.tag === "value" ? <EmptyState title={texts.gone} /> : <Waiting asked={asked} again={again} />}
    </Screen>
  );
}

interface EditorProps {
  /** Null: a new one. */
  readonly rule: RuleRecord | null;
  readonly sources: readonly SourceRecord[];
  readonly onLeave: () => void;
}

function RuleEditor({ rule, sources, onLeave }: EditorProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const events = useEventAdmin();
  const saving = useSaving();
  const [begun, setBegun] = useState(rule);
  const [form, setForm] = useState(() => (rule === null ? emptyForm : formOf(recordToDraft(rule))));
  const [checked, setChecked] = useState(false);
  const [collision, setCollision] = useState<Collision | null>(null);
  const [days, setDays] = useState<PreviewDays>("7");
  const [round, setRound] = useState(0);
  const preview = usePreview(events, judgingOf(form), Number(days), round);
  const sourceNames = useMemo(() => new Map(sources.map(({ id, name }) => [String(id), name])), [sources]);
  const seen = preview.tag === "answered" ? preview.answer.matches.map(({ event }) => event) : [];
  const labels = labelNames(seen);
  const problems = checked ? problemsOf(form) : [];

  const save = async () => {
    setChecked(true);
    const draft = draftOf(form);
    if (draft === null) return;
    const isSaved = await saving.save(() =>
      saveRule(events, begun, draft, (found) => {
        setCollision(found);
        setBegun(found.present);
        setForm(formOf(found.draft));
      }),
    );
    if (isSaved) onLeave();
  };
  const told = saving.error?.code === "changed.meanwhile" ? collision : null;
  const shared = { form, onChange: setForm, problems, labels };
  return (
    <Screen
      title={rule?.name ?? texts.create}
      onBack={onLeave}
      foot={
        <>
          <PreviewSummary preview={preview} />
          {told === null ? <Problem error={saving.error} /> : null}
          {problems.length > 0 ? (
            <div role="alert" className={css.alert}>
              {problems.map((problem) => (
                <p key={problem}>{texts.problems[problem]}</p>
              ))}
            </div>
          ) : null}
          <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? a.saving : a.save}
          </Button>
        </>
      }
    >
      <div className={css.column}>
        <NameFields {...shared} />
        <FilterFields {...shared} sources={sources} />
        <ThresholdFields {...shared} />
        <PreviewSection
          preview={preview}
          days={days}
          onDays={setDays}
          onAgain={() => setRound(round + 1)}
          sourceNames={sourceNames}
        />
        <IncidentFields {...shared} />
        {told === null ? null : (
          <Collisions key={told.present.changedAt} collision={told} sources={sources} />
        )}
      </div>
    </Screen>
  );
}

/** What somebody else made meanwhile of parts that this editor changed too. */
function Collisions({ collision, sources }: { collision: Collision; sources: readonly SourceRecord[] }) {
  const { t, locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const names = useRuleNames(sources);
  const theirs = recordToDraft(collision.present);
  const box = useRef<HTMLDivElement>(null);
  // It may be long, and stands where there is room for it: below the form, right above what saves again.
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={box} role="alert" className={css.problem}>
      <p>{texts.collision}</p>
      <ul>
        {collision.parts.map((part) => {
          const [label, text] = partWords(part, theirs, names);
          return (
            <li key={part}>
              {label}
              {t.app.colon}
              {text}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
