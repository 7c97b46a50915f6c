/** What a rule takes: sources, severities, assets, and conditions on what the event says. */
import type { SourceRecord } from "../../../core/events/administration";
import { severities } from "../../../core/events/event";
import { conditionOperators, ruleBounds } from "../../../core/events/rule";
import { eventWords } from "../../events/event-words";
import { useTexts } from "../../locale/locale";
import { useDirectory } from "../../replica/genba-context";
import { assetOptions } from "../../tickets/directory-options";
import { Button } from "../../ui/button";
import { CheckField } from "../../ui/check-field";
import { TextField } from "../../ui/field";
import { MultiPicker } from "../../ui/multi-picker";
import { Section } from "../../ui/section";
import { Segmented } from "../../ui/segmented";
import css from "../admin.module.css";
import { eventTexts } from "./event-texts";
import { conditionFields, FieldChoice } from "./field-choice";
import type { RuleFieldsProps } from "./name-fields";
import { PartBox } from "./part-box";
import { type ConditionForm, isCondition } from "./rule-form";

interface Props extends RuleFieldsProps {
  readonly sources: readonly SourceRecord[];
}

export function FilterFields({ sources, ...props }: Props) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const words = eventWords[locale];
  const directory = useDirectory();
  const { form, onChange } = props;
  const { filter } = form;
  const change = (part: Partial<typeof filter>) => onChange({ ...form, filter: { ...filter, ...part } });
  const named = filter.sourceIds;
  const sourceOptions = sources
    .filter(({ id, active }) => active || named.includes(id))
    .map(({ id, name }) => ({ id, label: name }));
  const assets = assetOptions(directory, null).map(({ id, ...rest }) => ({
    ...rest,
    id: directory.assets.get(id)?.tag ?? "",
  }));
  // What monitoring calls something need not be a label of this desk.
  const others = filter.assetTags
    .filter((tag) => !assets.some(({ id }) => id === tag))
    .map((tag) => ({ id: tag, label: tag, note: undefined }));
  return (
    <Section title={texts.which}>
      <div className={css.pad}>
        <p className={css.note}>{texts.whichWhy}</p>
        <MultiPicker
          label={texts.sources}
          optional
          options={sourceOptions}
          values={filter.sourceIds}
          onChange={(sourceIds) => change({ sourceIds })}
        />
        <fieldset className={css.choices}>
          <legend>{texts.severities}</legend>
          {severities.map((severity) => (
            <CheckField
              key={severity}
              label={words.severity[severity]}
              checked={filter.severities.includes(severity)}
              onChange={(isOn) =>
                change({
                  severities: severities.filter((one) =>
                    one === severity ? isOn : filter.severities.includes(one),
                  ),
                })
              }
            />
          ))}
          <p className={css.note}>{texts.severitiesHint}</p>
        </fieldset>
        <MultiPicker
          label={texts.assets}
          hint={texts.assetsHint}
          optional
          options={[...assets, ...others]}
          values={filter.assetTags}
          onChange={(assetTags) => change({ assetTags })}
        />
        <Conditions {...props} />
      </div>
    </Section>
  );
}

const newCondition: ConditionForm = { field: "title", operator: "contains", value: "" };

function Conditions({ form, onChange, problems, labels }: RuleFieldsProps) {
  const { locale } = useTexts();
  const { rules: texts } = eventTexts[locale];
  const { conditions } = form;
  const put = (changed: readonly ConditionForm[]) => onChange({ ...form, conditions: changed });
  const error = problems.includes("conditions") ? texts.problems.conditions : null;
  return (
    <>
      {conditions.map((condition, index) => {
        const name = texts.condition(index + 1);
        const change = (part: Partial<ConditionForm>) =>
          put(conditions.map((one, place) => (place === index ? { ...one, ...part } : one)));
        return (
          <PartBox
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
            key={index}
            name={name}
            removeLabel={texts.remove(name)}
            onRemove={() => put(conditions.filter((_, place) => place !== index))}
          >
            <FieldChoice
              label={texts.field}
              value={condition.field}
              fields={conditionFields}
              labels={labels}
              error={error}
              onChange={(field) => change({ field })}
            />
            <Segmented
              label={texts.operator}
              value={condition.operator}
              options={conditionOperators.map((value) => ({ value, label: texts.operators[value] }))}
              onChange={(operator) => change({ operator })}
            />
            <TextField
              label={texts.value}
              value={condition.value}
              maxLength={ruleBounds.value}
              error={isCondition(condition) || condition.value !== "" ? null : error}
              onChange={(value) => change({ value })}
            />
          </PartBox>
        );
      })}
      {conditions.length < ruleBounds.conditions ? (
        <Button wide onClick={() => put([...conditions, newCondition])}>
          {texts.addCondition}
        </Button>
      ) : null}
    </>
  );
}
