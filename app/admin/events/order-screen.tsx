/** The order of rules, moved by buttons; saved as a whole. */
import { useState } from "react";
import { flushSync } from "react-dom";
import type { RuleRecord } from "../../../core/events/administration";
import type { EventRuleId } from "../../../core/ids";
import { useTexts } from "../../locale/locale";
import { useAnnounce } from "../../ui/announcer";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icons";
import { Screen } from "../../ui/screen";
import { Section } from "../../ui/section";
import css from "../admin.module.css";
import { useAdmin, useSaving } from "../admin-context";
import { Problem } from "../problem";
import { eventTexts } from "./event-texts";
import eventsCss from "./events.module.css";
import { moved, reordered } from "./rule-order";
import { useEventAdmin } from "./use-event-admin";

interface Props {
  readonly rules: readonly RuleRecord[];
  readonly onLeave: () => void;
}

export function OrderScreen({ rules, onLeave }: Props) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const events = useEventAdmin();
  const announce = useAnnounce();
  const saving = useSaving();
  const [known, setKnown] = useState(rules);
  const [ids, setIds] = useState<readonly EventRuleId[]>(() => rules.map(({ id }) => id));
  const ruleById = new Map(known.map((rule) => [rule.id, rule]));

  const move = (id: EventRuleId, by: 1 | -1, button: HTMLButtonElement) => {
    const next = moved(ids, id, by);
    if (next === ids) return;
    flushSync(() => setIds(next));
    // A row that is put elsewhere loses focus.
    button.focus();
    announce(texts.place(ruleById.get(id)?.name ?? "", next.indexOf(id) + 1));
  };
  const save = async () => {
    const order = async () => {
      try {
        await events.orderRules(ids);
      } catch (error) {
        // One was added meanwhile, perhaps: it stands at the end, and what was moved here stays moved.
        const present = await events.listRules();
        setKnown(present);
        setIds(
          reordered(
            ids,
            present.map(({ id }) => id),
          ),
        );
        throw error;
      }
    };
    if (await saving.save(order)) onLeave();
  };
  return (
    <Screen
      title={texts.reorder}
      onBack={onLeave}
      foot={
        <>
          <Problem error={saving.error} />
          <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? a.saving : texts.saveOrder}
          </Button>
          <Button wide onClick={onLeave}>
            {texts.cancel}
          </Button>
        </>
      }
    >
      <p className={css.why}>{texts.why}</p>
      <Section title={texts.title} count={ids.length}>
        {ids.map((id, index) => {
          const name = ruleById.get(id)?.name ?? "…";
          return (
            <div key={id} className={eventsCss.order}>
              <span>
                {index + 1}. {name}
              </span>
              <button
                type="button"
                aria-label={texts.up(name)}
                aria-disabled={index === 0}
                onClick={({ currentTarget }) => move(id, -1, currentTarget)}
              >
                <span className={eventsCss.up}>
                  <Icon name="down" size={20} />
                </span>
              </button>
              <button
                type="button"
                aria-label={texts.down(name)}
                aria-disabled={index === ids.length - 1}
                onClick={({ currentTarget }) => move(id, 1, currentTarget)}
              >
                <Icon name="down" size={20} />
              </button>
            </div>
          );
        })}
      </Section>
    </Screen>
  );
}
