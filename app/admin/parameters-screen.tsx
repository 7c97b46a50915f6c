import { useState } from "react";
import { useLocation } from "wouter";
import { groupParameters, parameterBounds } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
import {
  numberParameters,
  ownersOf,
  type ParameterFields,
  parametersToFields,
  reviewStages,
  withOwners,
} from "../../core/directory/parameter-fields";
import type { ReviewRule, ReviewStage } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { groupOptions } from "../tickets/directory-options";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { MultiPicker } from "../ui/multi-picker";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Segmented } from "../ui/segmented";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import {
  kindOfRule,
  shownText,
  type Typed,
  type TypedField,
  withKind,
  withTyped,
  wrongFields,
} from "./parameter-form";
import { Problem } from "./problem";
import { useEdits } from "./use-edits";

export function ParametersScreen() {
  const { a } = useAdmin();
  const { parameters } = useDirectory();
  if (parameters === null) return <p className={css.quiet}>{a.loading}</p>;
  return <ParameterForm stored={parameters} />;
}

function ParameterForm({ stored }: { stored: Parameters }) {
  const { a, admin } = useAdmin();
  const announce = useAnnounce();
  const [, navigate] = useLocation();
  const saving = useSaving();
  const { draft, isChanged, change, send } = useEdits(parametersToFields(stored));
  const [typed, setTyped] = useState<Typed>({});
  const [checked, setChecked] = useState(false);
  const wrong = checked ? wrongFields(draft, typed) : [];
  const type = (field: TypedField, text: string) => {
    setTyped({ ...typed, [field]: text });
    change(withTyped(field, text, draft));
  };
  const save = async () => {
    setChecked(true);
    if (wrongFields(draft, typed).length > 0) return;
    if (!isChanged) return announce(a.nothingChanged);
    if (await saving.save(() => send(draft, (edits) => admin.saveParameters(edits)))) setTyped({});
  };
  return (
    <Screen
      title={a.parametersTitle}
      onBack={() => navigate("/admin")}
      foot={
        <>
          <Problem error={saving.error} kind="parameter.set" />
          {wrong.length > 0 ? (
            <p role="alert" className={css.alert}>
              {a.failures.malformed}
            </p>
          ) : null}
          <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? a.saving : a.save}
          </Button>
        </>
      }
    >
      <div className={css.column}>
        <p className={css.why}>{a.parametersWhy}</p>
        <GroupParameters draft={draft} onChange={change} />
        <Section title={a.numbers}>
          <div className={css.pad}>
            {numberParameters.map((name) => {
              const { min, max } = parameterBounds[name];
              return (
                <TextField
                  key={name}
                  label={a.parameters[name]}
                  hint={a.between(min, max)}
                  error={wrong.includes(name) ? a.between(min, max) : null}
                  value={shownText(name, draft, typed)}
                  maxLength={4}
                  onChange={(text) => type(name, text)}
                />
              );
            })}
          </div>
        </Section>
        <Section title={a.reviewRules}>
          <div className={css.pad}>
            <p className={css.quietText}>{a.reviewRulesWhy}</p>
            {reviewStages.map((stage) => (
              <RuleField
                key={stage}
                stage={stage}
                kind={kindOfRule(stage, draft)}
                count={shownText(stage, draft, typed)}
                isWrong={wrong.includes(stage)}
                onKind={(kind) => change(withKind(stage, kind, draft, typed))}
                onCount={(text) => type(stage, text)}
              />
            ))}
          </div>
        </Section>
      </div>
    </Screen>
  );
}

interface GroupsProps {
  readonly draft: ParameterFields;
  readonly onChange: (draft: ParameterFields) => void;
}

function GroupParameters({ draft, onChange }: GroupsProps) {
  const { a } = useAdmin();
  const directory = useDirectory();
  const options = groupOptions(directory, null);
  return (
    <Section title={a.defaults}>
      <div className={css.pad}>
        {groupParameters.map((name) => {
          const value = draft[name];
          // One that is set may have been deactivated since: it is shown by its name all the same.
          const known = value === null ? undefined : directory.groups.get(value)?.name;
          return (
            <Picker
              key={name}
              label={a.parameters[name]}
              optional
              options={options}
              value={value}
              valueLabel={known ?? a.unset}
              onChange={(id) => onChange({ ...draft, [name]: id })}
            />
          );
        })}
        <MultiPicker
          label={a.parameters.inc_owner_group_ids}
          optional
          hint={a.blankOwners}
          options={options}
          values={ownersOf(draft)}
          onChange={(ids) => onChange(withOwners(draft, ids))}
        />
      </div>
    </Section>
  );
}

const ruleKinds: readonly ReviewRule["kind"][] = ["any", "all", "atLeast"];

interface RuleProps {
  readonly stage: ReviewStage;
  readonly kind: ReviewRule["kind"];
  readonly count: string;
  readonly isWrong: boolean;
  readonly onKind: (kind: ReviewRule["kind"]) => void;
  readonly onCount: (text: string) => void;
}

function RuleField({ stage, kind, count, isWrong, onKind, onCount }: RuleProps) {
  const { t } = useTexts();
  const { a } = useAdmin();
  const { min, max } = parameterBounds.atLeast;
  return (
    <div>
      <Segmented
        label={t.stage[stage]}
        value={kind}
        options={ruleKinds.map((one) => ({ value: one, label: a.ruleNames[one] }))}
        onChange={onKind}
      />
      {kind === "atLeast" ? (
        <div className={css.below}>
          <TextField
            label={a.atLeast}
            value={count}
            maxLength={2}
            error={isWrong ? a.between(min, max) : null}
            onChange={onCount}
          />
        </div>
      ) : null}
    </div>
  );
}
