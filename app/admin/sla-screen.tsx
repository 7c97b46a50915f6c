/** SLA 與行事曆: the targets of all incidents and of categories, and the calendars that sites keep. */
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { CategoryId } from "../../core/ids";
import { defaultTargets, type SlaTarget, type Target, targetFor } from "../../core/sla/targets";
import type { Priority } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { clockTexts, durationText } from "../tickets/clock-texts";
import { categoryName } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { CalendarSheet } from "./calendar-sheet";
import { slaTexts } from "./sla-texts";
import { TargetSheet } from "./target-sheet";

/** Null: of a category that is still to be chosen. */
type Editing = { readonly categoryId: CategoryId | null; readonly priority: Priority } | "new" | "calendar";

export function SlaScreen() {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const directory = useDirectory();
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<Editing | null>(null);
  const overrides = [...directory.slaTargets.values()].filter(({ categoryId }) => categoryId !== null);
  const calendars = [...directory.calendars.values()].sort(
    (one, other) => Number(other.isDefault) - Number(one.isDefault) || one.name.localeCompare(other.name),
  );
  const close = () => setEditing(null);
  return (
    <Screen title={s.title} onBack={() => navigate("/admin")}>
      <div className={css.column}>
        <p className={css.why}>{s.why}</p>
        <Section title={`${s.targets} · ${s.all}`}>
          {(Object.keys(defaultTargets) as Priority[]).map((priority) => (
            <TargetRow
              key={priority}
              name={priority}
              target={targetFor(priority, null, directory)}
              onEdit={() => setEditing({ categoryId: null, priority })}
            />
          ))}
        </Section>
        <Section title={`${s.targets} · ${s.overrides}`} count={overrides.length}>
          {overrides.length === 0 ? <p className={css.quiet}>{s.noOverrides}</p> : null}
          {overrides.map((target: SlaTarget) => (
            <TargetRow
              key={target.id}
              name={`${target.priority} · ${categoryName(directory, target.categoryId) ?? ""}`}
              target={target}
              onEdit={() => setEditing(target)}
            />
          ))}
        </Section>
        <Button wide aria-haspopup="dialog" onClick={() => setEditing("new")}>
          {s.addOverride}
        </Button>
        <Section title={s.calendars} count={calendars.length}>
          {calendars.map((calendar) => (
            <Link key={calendar.id} href={`/admin/sla/${calendar.id}`} className={css.row}>
              <span className={css.grow}>
                {calendar.name}
                <small>{s.days(calendar.days.length)}</small>
              </span>
              {calendar.isDefault ? <Tag tone="plain">{s.isDefault}</Tag> : null}
              <Icon name="forward" size={20} />
            </Link>
          ))}
        </Section>
        <Button wide aria-haspopup="dialog" onClick={() => setEditing("calendar")}>
          {s.addCalendar}
        </Button>
      </div>
      {editing === "calendar" ? <CalendarSheet calendar={null} onClose={close} /> : null}
      {editing === null || editing === "calendar" ? null : (
        <TargetSheet of={editing === "new" ? null : editing} onClose={close} />
      )}
    </Screen>
  );
}

function TargetRow({ name, target, onEdit }: { name: string; target: Target; onEdit: () => void }) {
  const { locale } = useTexts();
  const texts = clockTexts[locale];
  const said = (["response", "resolution"] as const).map(
    (clock) => `${texts.names[clock]} ${durationText(texts, target[clock])}`,
  );
  return (
    <button type="button" className={css.row} aria-haspopup="dialog" onClick={onEdit}>
      <span className={css.grow}>
        {name}
        <small>{said.join(" · ")}</small>
      </span>
      <Icon name="forward" size={20} />
    </button>
  );
}
