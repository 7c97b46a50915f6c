/** A new source; then its key, which is shown this once. */
import { useState } from "react";
import type { SourceDraft } from "../../../client/event-admin";
import { nameMax } from "../../../core/directory/administration";
import { eventKinds, type SourceKey } from "../../../core/events/administration";
import { useTexts } from "../../locale/locale";
import { CheckField } from "../../ui/check-field";
import { TextField } from "../../ui/field";
import css from "../admin.module.css";
import { useAdmin } from "../admin-context";
import { FormSheet } from "../form-sheet";
import { eventTexts } from "./event-texts";
import { KeySheet } from "./key-sheet";
import { useEventAdmin } from "./use-event-admin";

export function NewSourceSheet({ onClose }: { onClose: () => void }) {
  const { locale } = useTexts();
  const { sources: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const events = useEventAdmin();
  const [draft, setDraft] = useState<SourceDraft>({
    name: "",
    kinds: ["json", "alertmanager"],
    signed: false,
  });
  const [made, setMade] = useState<SourceKey | null>(null);
  const { name, kinds } = draft;
  const said = texts.made(name.trim());
  if (made !== null) return <KeySheet title={said} made={made} kinds={kinds} onClose={onClose} />;
  // Alertmanager signs nothing: all that it sent would be refused.
  const canSign = !kinds.includes("alertmanager");
  return (
    <FormSheet
      title={texts.create}
      verb={a.add}
      said={said}
      isComplete={name.trim() !== "" && kinds.length > 0}
      work={async () => {
        setMade(await events.createSource({ name: name.trim(), kinds, signed: canSign && draft.signed }));
      }}
      onClose={onClose}
      onSaved={() => {}}
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            hint={texts.nameHint}
            value={name}
            maxLength={nameMax}
            error={checked && name.trim() === "" ? a.required : null}
            onChange={(text) => setDraft({ ...draft, name: text })}
          />
          <fieldset className={css.choices}>
            <legend>{texts.kinds}</legend>
            {eventKinds.map((kind) => (
              <CheckField
                key={kind}
                label={texts.kindNames[kind]}
                checked={kinds.includes(kind)}
                onChange={(isOn) => {
                  const others = kinds.filter((one) => one !== kind);
                  setDraft({ ...draft, kinds: isOn ? [...others, kind] : others });
                }}
              />
            ))}
            {checked && kinds.length === 0 ? <p className={css.alert}>{texts.kindsMissing}</p> : null}
          </fieldset>
          {canSign ? (
            <CheckField
              label={texts.sign}
              checked={draft.signed}
              onChange={(signed) => setDraft({ ...draft, signed })}
            />
          ) : null}
          <p className={css.note}>{texts.signHint}</p>
        </>
      )}
    </FormSheet>
  );
}
