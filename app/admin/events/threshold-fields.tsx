/** How often it takes to be an incident, and what counts as the same trouble. */
import { ruleBounds } from "../../../core/events/rule";
import { useTexts } from "../../locale/locale";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { Section } from "../../ui/section";
import css from "../admin.module.css";
import { eventTexts } from "./event-texts";
import eventsCss from "./events.module.css";
import { FieldChoice, fingerprintFields } from "./field-choice";
import type { RuleFieldsProps } from "./name-fields";
import { PartBox } from "./part-box";
import { nextField } from "./rule-form";

export function ThresholdFields(props: RuleFieldsProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { form, onChange, problems } = props;
  return (
    <>
      <Section title={texts.when}>
        <div className={css.pad}>
          <div className={eventsCss.two}>
            <TextField
              label={texts.countOf}
              hint={texts.countHint}
              value={form.count}
              maxLength={3}
              error={problems.includes("count") ? texts.problems.count : null}
              onChange={(count) => onChange({ ...form, count })}
            />
            <TextField
              label={texts.within}
              hint={texts.withinHint}
              value={form.withinS}
              maxLength={5}
              error={problems.includes("within") ? texts.problems.within : null}
              onChange={(withinS) => onChange({ ...form, withinS })}
            />
          </div>
        </div>
      </Section>
      <Same {...props} />
    </>
  );
}

function Same({ form, onChange, problems, labels }: RuleFieldsProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const fields = form.fingerprintFields;
  const put = (changed: readonly string[]) => onChange({ ...form, fingerprintFields: changed });
  return (
    <Section title={texts.same}>
      <div className={css.pad}>
        <p className={css.note}>{texts.sameWhy}</p>
        {fields.map((field, index) => {
          const name = texts.sameField(index + 1);
          return (
            <PartBox
              // biome-ignore lint/suspicious/noArrayIndexKey: their order is what they are
              key={index}
              name={name}
              removeLabel={texts.remove(name)}
              onRemove={() => put(fields.filter((_, place) => place !== index))}
            >
              <FieldChoice
                label={texts.field}
                value={field}
                fields={fingerprintFields}
                labels={labels}
                error={problems.includes("fingerprintFields") ? texts.problems.fingerprintFields : null}
                onChange={(chosen) => put(fields.map((one, place) => (place === index ? chosen : one)))}
              />
            </PartBox>
          );
        })}
        {fields.length < ruleBounds.fingerprintFields ? (
          <Button wide onClick={() => put([...fields, nextField(fields, fingerprintFields)])}>
            {texts.addSame}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}
