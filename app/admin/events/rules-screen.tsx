/** 觸發條件: in the order in which they are asked. */
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { RuleRecord, SourceRecord } from "../../../core/events/administration";
import { useTexts } from "../../locale/locale";
import { Button } from "../../ui/button";
import buttonCss from "../../ui/button.module.css";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icons";
import { Screen } from "../../ui/screen";
import { Section } from "../../ui/section";
import { Tag } from "../../ui/tag";
import css from "../admin.module.css";
import { useAdmin, useAsked } from "../admin-context";
import { Waiting } from "../problem";
import { eventTexts } from "./event-texts";
import { recordToDraft } from "./merge-rule";
import { OrderScreen } from "./order-screen";
import { ruleLine } from "./rule-words";
import { useEventAdmin } from "./use-event-admin";
import { useRuleNames } from "./use-rule-names";

export function RulesScreen() {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const [, navigate] = useLocation();
  const [isOrdering, setOrdering] = useState(false);
  const { asked, again } = useAsked(async () => {
    const [sources, rules] = await Promise.all([events.listSources(), events.listRules()]);
    return { sources, rules };
  }, "");
  const known = asked.tag === "value" ? asked.value : null;
  if (known !== null && isOrdering) {
    const leave = () => {
      setOrdering(false);
      again();
    };
    return <OrderScreen rules={known.rules} onLeave={leave} />;
  }
  return (
    <Screen
      title={texts.title}
      onBack={() => navigate("/admin/events")}
      foot={
        <Link href="/admin/events/rules/new" className={buttonCss.button} data-kind="main" data-wide>
          <Icon name="open" size={20} />
          {texts.create}
        </Link>
      }
    >
      <p className={css.why}>{texts.why}</p>
      {known === null ? <Waiting asked={asked} again={again} /> : <Rules {...known} />}
      {known !== null && known.rules.length > 1 ? (
        <div className={css.column}>
          <Button wide className={css.below} onClick={() => setOrdering(true)}>
            {texts.reorder}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}

interface RulesProps {
  readonly rules: readonly RuleRecord[];
  readonly sources: readonly SourceRecord[];
}

function Rules({ rules, sources }: RulesProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const names = useRuleNames(sources);
  if (rules.length === 0) return <EmptyState title={texts.none} hint={texts.noneHint} />;
  return (
    <Section title={texts.title} count={rules.length}>
      {rules.map((rule, index) => (
        <Link key={rule.id} href={`/admin/events/rules/${rule.id}`} className={css.row}>
          <span className={css.grow}>
            {index + 1}. {rule.name}
            <small>{ruleLine(recordToDraft(rule), names)}</small>
          </span>
          {rule.active ? null : <Tag tone="plain">{a.inactive}</Tag>}
          <Icon name="forward" size={20} />
        </Link>
      ))}
    </Section>
  );
}
