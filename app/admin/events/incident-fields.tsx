/** The incident that a rule opens: what it is, who gets it, how urgent it is, what it is called. */
import { severities } from "../../../core/events/event";
import { type EventLevels, ruleBounds } from "../../../core/events/rule";
import { type Level, levels, priorityOf } from "../../../core/workflow/vocabulary";
import { eventWords } from "../../events/event-words";
import { useTexts } from "../../locale/locale";
import { useDirectory } from "../../replica/genba-context";
import { categoryName, categoryOptions, groupOptions } from "../../tickets/directory-options";
import { TextField } from "../../ui/field";
import { Picker } from "../../ui/picker";
import { Section } from "../../ui/section";
import { Segmented } from "../../ui/segmented";
import css from "../admin.module.css";
import { eventTexts } from "./event-texts";
import type { RuleFieldsProps } from "./name-fields";
import { levelsText } from "./rule-words";

export function IncidentFields({ form, onChange, problems }: RuleFieldsProps) {
  const { t, locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const directory = useDirectory();
  const { categoryId, groupId } = form;
  const levelOptions = levels.map((value) => ({ value, label: t.level[value] }));
  const setLevel = (name: keyof EventLevels) => (level: Level) =>
    onChange({ ...form, levels: { ...form.levels, [name]: level } });
  return (
    <Section title={texts.incident}>
      <div className={css.pad}>
        <Picker
          label={texts.category}
          options={categoryOptions(directory)}
          value={categoryId}
          valueLabel={categoryName(directory, categoryId) ?? undefined}
          error={problems.includes("category") ? texts.problems.category : null}
          onChange={(id) => onChange({ ...form, categoryId: id })}
        />
        <Picker
          label={texts.group}
          hint={texts.groupHint}
          optional
          options={groupOptions(directory, null)}
          value={groupId}
          valueLabel={groupId === null ? undefined : directory.groups.get(groupId)?.name}
          onChange={(id) => onChange({ ...form, groupId: id })}
        />
        {(["impact", "urgency"] as const).map((name) => (
          <Segmented
            key={name}
            label={texts[name]}
            value={form.levels[name]}
            options={levelOptions}
            onChange={setLevel(name)}
          />
        ))}
        <p className={css.note}>{texts.priority(priorityOf(form.levels.impact, form.levels.urgency))}</p>
        <BySeverity form={form} onChange={onChange} />
        <TextField
          label={texts.template}
          optional
          hint={texts.templateHint}
          value={form.titleTemplate}
          maxLength={ruleBounds.template}
          onChange={(titleTemplate) => onChange({ ...form, titleTemplate })}
        />
      </div>
    </Section>
  );
}

type LevelsId = `${Level} ${Level}`;

function BySeverity({ form, onChange }: Pick<RuleFieldsProps, "form" | "onChange">) {
  const { t, locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const words = eventWords[locale];
  const options = levels.flatMap((impact) =>
    levels.map((urgency) => ({
      id: `${impact} ${urgency}` as LevelsId,
      label: levelsText({ impact, urgency }, { t, locale }),
    })),
  );
  options.sort((one, other) => one.label.slice(0, 2).localeCompare(other.label.slice(0, 2)));
  const { levelsBySeverity } = form;
  return (
    <fieldset className={css.choices}>
      <legend>{texts.bySeverity}</legend>
      <p className={css.note}>{texts.bySeverityWhy}</p>
      {severities.map((severity) => {
        const chosen = levelsBySeverity[severity];
        return (
          <Picker
            key={severity}
            label={words.severity[severity]}
            optional
            options={options}
            value={chosen === undefined ? null : (`${chosen.impact} ${chosen.urgency}` as LevelsId)}
            valueLabel={texts.asAbove}
            onChange={(id) => {
              const { [severity]: _before, ...others } = levelsBySeverity;
              const [impact, urgency] = (id?.split(" ") ?? []) as Level[];
              const isSet = impact !== undefined && urgency !== undefined;
              onChange({
                ...form,
                levelsBySeverity: isSet ? { ...others, [severity]: { impact, urgency } } : others,
              });
            }}
          />
        );
      })}
    </fieldset>
  );
}
