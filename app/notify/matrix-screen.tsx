import { useCallback, useState } from "react";
import { listRules, resetRules, saveRules } from "../../client/notify";
import { type Channels, channelNames, defaultChannels, isTold, noChannels } from "../../core/notify/matrix";
import type { RuleRecord } from "../../core/notify/policy";
import { type Flow, flows } from "../../core/workflow/vocabulary";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useSession } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import { EmptyState } from "../ui/empty-state";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { Tag } from "../ui/tag";
import css from "./matrix-screen.module.css";
import { type Draft, type MatrixLine, matrixSections, withChange } from "./matrix-view";
import { notifyTexts } from "./notify-texts";
import { useOnline } from "./use-online";

/** 通知設定, for administrators: online only. Changes are collected and saved as one. */
export function MatrixScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const { account } = useSession();
  const texts = notifyTexts[locale];
  const rules = useOnline(useCallback(() => listRules(account.id), [account.id]));
  if (account.role === "admin" && rules.value !== null) {
    return <Matrix rules={rules.value} onRules={rules.put} onBack={onBack} />;
  }
  return (
    <Screen title={texts.title} onBack={onBack}>
      {account.role !== "admin" ? (
        <EmptyState title={texts.adminOnly} />
      ) : rules.phase === "away" ? (
        <EmptyState title={texts.offline} hint={texts.offlineHint}>
          <Button wide onClick={rules.read}>
            {texts.retry}
          </Button>
        </EmptyState>
      ) : (
        <p aria-busy="true">{texts.loading}</p>
      )}
    </Screen>
  );
}

interface MatrixProps {
  readonly rules: readonly RuleRecord[];
  readonly onRules: (rules: readonly RuleRecord[]) => void;
  readonly onBack: () => void;
}

function Matrix({ rules, onRules, onBack }: MatrixProps) {
  const { t, locale } = useTexts();
  const { account } = useSession();
  const announce = useAnnounce();
  const texts = notifyTexts[locale];
  const [flow, setFlow] = useState<Flow>("incident");
  const [draft, setDraft] = useState<Draft>(new Map());
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  const [asking, setAsking] = useState(false);
  const send = async (work: () => Promise<readonly RuleRecord[]>) => {
    setPhase("busy");
    try {
      onRules(await work());
      setDraft(new Map());
      setPhase("rest");
      setAsking(false);
      announce(texts.saved);
    } catch {
      setPhase("failed");
    }
  };
  const failed = phase === "failed" ? <p role="alert">{texts.failed}</p> : null;
  return (
    <Screen
      title={texts.title}
      onBack={onBack}
      foot={
        draft.size > 0 ? (
          <>
            {failed}
            <Button
              kind="main"
              wide
              disabled={phase === "busy"}
              onClick={() => void send(() => saveRules(account.id, [...draft.values()]))}
            >
              {texts.save(draft.size)}
            </Button>
            <Button wide onClick={() => setDraft(new Map())}>
              {texts.undo}
            </Button>
          </>
        ) : null
      }
    >
      <div className={css.head}>
        <p>{texts.intro}</p>
        <Picker<Flow>
          label={t.list.flow}
          options={flows.map((one) => ({ id: one, label: t.flow[one] }))}
          value={flow}
          onChange={(chosen) => {
            if (chosen !== null) setFlow(chosen);
          }}
        />
      </div>
      {matrixSections(flow, rules, draft, t).map(({ key, title, lines }) => (
        <Section key={key} title={title}>
          {lines.map((line) => (
            <CellRow
              key={line.key}
              line={line}
              onChange={(channels) => setDraft(withChange(draft, line.cell, channels, rules))}
            />
          ))}
        </Section>
      ))}
      <div className={css.head}>
        <p>{texts.mailWhen}</p>
        <Button wide disabled={rules.length === 0} onClick={() => setAsking(true)} aria-haspopup="dialog">
          {rules.length === 0 ? texts.resetNone : texts.reset}
        </Button>
      </div>
      {asking ? (
        <Sheet
          title={texts.reset}
          onClose={() => setAsking(false)}
          foot={
            <Button
              kind="alarm"
              wide
              disabled={phase === "busy"}
              onClick={() => void send(() => resetRules(account.id))}
            >
              {texts.reset}
            </Button>
          }
        >
          <p>{texts.resetSure}</p>
          {failed}
        </Sheet>
      ) : null}
    </Screen>
  );
}

/** Told or not, and by which channels; none of them is not told. */
function CellRow({ line, onChange }: { line: MatrixLine; onChange: (channels: Channels) => void }) {
  const { locale } = useTexts();
  const now = useNow();
  const texts = notifyTexts[locale];
  const { cell, channels, isChanged, rule } = line;
  const told = isTold(channels);
  const name = texts.told[cell.told];
  return (
    <fieldset className={css.cell} aria-label={name}>
      <div className={css.who}>
        <CheckField
          label={name}
          checked={told}
          onChange={(on) => onChange(on ? defaultChannels : noChannels)}
        />
        {cell.source === "S" ? <Tag tone="plain">{texts.bySource}</Tag> : null}
        {isChanged ? <Tag tone="info">{texts.changed}</Tag> : null}
      </div>
      {told ? (
        <div className={css.channels}>
          {channelNames.map((channel) => (
            <button
              key={channel}
              type="button"
              aria-pressed={channels[channel]}
              onClick={() => onChange({ ...channels, [channel]: !channels[channel] })}
            >
              {texts.channel[channel]}
            </button>
          ))}
        </div>
      ) : (
        <p className={css.quiet}>{texts.notTold}</p>
      )}
      {rule === null ? null : (
        <p className={css.quiet}>
          {texts.changedBy(rule.changedBy, momentText(locale, rule.changedAt, now))}
        </p>
      )}
    </fieldset>
  );
}
