import { useState } from "react";
import { useLocation } from "wouter";
import { groupParameters, parameterBounds } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
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
  changesOf,
  draftOf,
  numberParameters,
  type ParameterDraft,
  type RuleDraft,
  reviewStages,
  wrongFields,
} from "./parameter-form";
import { Problem } from "./problem";

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
  // What differs is judged by what the person began with, not by what others save meanwhile.
  const [begun, setBegun] = useState(stored);
  const [draft, setDraft] = useState(() => draftOf(stored));
  const [checked, setChecked] = useState(false);
  const save = async () => {
    setChecked(true);
    const changes = changesOf(begun, draft);
    if (changes === null) return;
    if (Object.keys(changes).length === 0) return announce(a.nothingChanged);
    if (await saving.save(() => admin.saveParameters(changes))) setBegun({ ...begun, ...changes });
  };
  const wrong = checked ? wrongFields(draft) : [];
  return (
    <Screen
      title={a.parametersTitle}
      onBack={() => navigate("/admin")}
      foot={
        <>
          <Problem error={saving.error} />
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
        <GroupParameters draft={draft} onChange={setDraft} />
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
                  value={draft.numbers[name]}
                  maxLength={4}
                  onChange={(text) => setDraft({ ...draft, numbers: { ...draft.numbers, [name]: text } })}
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
                rule={draft.rules[stage]}
                isWrong={wrong.includes(stage)}
                onChange={(rule) => setDraft({ ...draft, rules: { ...draft.rules, [stage]: rule } })}
              />
            ))}
          </div>
        </Section>
      </div>
    </Screen>
  );
}

interface GroupsProps {
  readonly draft: ParameterDraft;
  readonly onChange: (draft: ParameterDraft) => void;
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
          values={draft.inc_owner_group_ids}
          onChange={(ids) => onChange({ ...draft, inc_owner_group_ids: ids })}
        />
      </div>
    </Section>
  );
}

const ruleKinds: readonly ReviewRule["kind"][] = ["any", "all", "atLeast"];

interface RuleProps {
  readonly stage: ReviewStage;
  readonly rule: RuleDraft;
  readonly isWrong: boolean;
  readonly onChange: (rule: RuleDraft) => void;
}

function RuleField({ stage, rule, isWrong, onChange }: RuleProps) {
  const { t } = useTexts();
  const { a } = useAdmin();
  const { min, max } = parameterBounds.atLeast;
  return (
    <div>
      <Segmented
        label={t.stage[stage]}
        value={rule.kind}
        options={ruleKinds.map((kind) => ({ value: kind, label: a.ruleNames[kind] }))}
        onChange={(kind) => onChange({ ...rule, kind })}
      />
      {rule.kind === "atLeast" ? (
        <div className={css.below}>
          <TextField
            label={a.atLeast}
            value={rule.count}
            maxLength={2}
            error={isWrong ? a.between(min, max) : null}
            onChange={(count) => onChange({ ...rule, count })}
          />
        </div>
      ) : null}
    </div>
  );
}
