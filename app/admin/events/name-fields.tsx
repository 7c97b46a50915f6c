import { nameMax } from "../../../core/directory/administration";
import { useTexts } from "../../locale/locale";
import { CheckField } from "../../ui/check-field";
import { TextField } from "../../ui/field";
import { Section } from "../../ui/section";
import css from "../admin.module.css";
import { useAdmin } from "../admin-context";
import { eventTexts } from "./event-texts";
import type { FormProblem, RuleForm } from "./rule-form";

export interface RuleFieldsProps {
  readonly form: RuleForm;
  readonly onChange: (form: RuleForm) => void;
  /** What is to be said; none before the first try. */
  readonly problems: readonly FormProblem[];
  /** Names of labels that were seen. */
  readonly labels: readonly string[];
}

export function NameFields({ form, onChange, problems }: RuleFieldsProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { a } = useAdmin();
  return (
    <Section title={texts.title}>
      <div className={css.pad}>
        <TextField
          label={a.name}
          value={form.name}
          maxLength={nameMax}
          error={problems.includes("name") ? texts.problems.name : null}
          onChange={(name) => onChange({ ...form, name })}
        />
        <CheckField
          label={texts.active}
          checked={form.active}
          onChange={(active) => onChange({ ...form, active })}
        />
      </div>
    </Section>
  );
}
