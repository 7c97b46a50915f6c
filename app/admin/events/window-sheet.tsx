import { useState } from "react";
import { nameMax } from "../../../core/directory/administration";
import { type WindowDraft, type WindowRecord, windowAssetsMax } from "../../../core/events/administration";
import type { AssetId } from "../../../core/ids";
import { useTexts } from "../../locale/locale";
import { toLocalInput } from "../../locale/time-text";
import { useDirectory } from "../../replica/genba-context";
import { assetOptions } from "../../tickets/directory-options";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/field";
import { MultiPicker } from "../../ui/multi-picker";
import css from "../admin.module.css";
import { useAdmin, useSaving } from "../admin-context";
import { FormSheet } from "../form-sheet";
import { Problem } from "../problem";
import { eventTexts } from "./event-texts";
import { useEventAdmin } from "./use-event-admin";
import { spanOf } from "./window-view";

interface Props {
  /** Null: a new one. */
  readonly window: WindowRecord | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What work on equipment mostly takes. */
const usualMs = 2 * 3_600_000;

export function WindowSheet({ window, onClose, onSaved }: Props) {
  const { locale } = useTexts();
  const { windows: texts } = eventTexts[locale];
  const { a } = useAdmin();
  const events = useEventAdmin();
  const directory = useDirectory();
  const [name, setName] = useState(window?.name ?? "");
  const [from, setFrom] = useState(() => toLocalInput(window?.from ?? Date.now()));
  const [until, setUntil] = useState(() => toLocalInput(window?.until ?? Date.now() + usualMs));
  const [assetIds, setAssetIds] = useState<readonly AssetId[]>(window?.assetIds ?? []);
  const span = spanOf(from, until);
  const isEnough = assetIds.length > 0 && assetIds.length <= windowAssetsMax;
  const draft: WindowDraft | null =
    name.trim() === "" || span === null || !isEnough ? null : { name: name.trim(), assetIds, ...span };
  // One that is retired since stays in the window, by its label.
  const retired = assetIds.flatMap((id) => {
    const asset = directory.assets.get(id);
    return asset && !asset.active ? [{ id, label: `${asset.tag} ${asset.name}` }] : [];
  });
  return (
    <FormSheet
      title={window === null ? texts.create : texts.edit}
      verb={window === null ? a.add : a.save}
      isComplete={draft !== null}
      work={async () => draft && events.saveWindow(window?.id ?? null, draft)}
      onClose={onClose}
      onSaved={onSaved}
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            value={name}
            maxLength={nameMax}
            error={checked && name.trim() === "" ? a.required : null}
            onChange={setName}
          />
          <MultiPicker
            label={texts.assets}
            options={[...assetOptions(directory, null), ...retired]}
            values={assetIds}
            error={checked && !isEnough ? texts.assetsMissing : null}
            onChange={setAssetIds}
          />
          <TextField label={texts.from} type="datetime-local" value={from} onChange={setFrom} />
          <TextField
            label={texts.until}
            type="datetime-local"
            value={until}
            error={checked && span === null ? texts.dates : null}
            onChange={setUntil}
          />
          {window === null ? null : <Remove id={window.id} onRemoved={onSaved} />}
        </>
      )}
    </FormSheet>
  );
}

/** Asked once more: the first tap only says what it means. */
function Remove({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const { locale } = useTexts();
  const { windows: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const saving = useSaving();
  const [isSure, setSure] = useState(false);
  const remove = async () => {
    if (await saving.save(() => events.removeWindow(id), texts.removed)) onRemoved();
  };
  return (
    <div className={css.apart}>
      <Problem error={saving.error} />
      {isSure ? <p role="alert">{texts.removeSure}</p> : null}
      <Button
        kind={isSure ? "alarm" : "plain"}
        wide
        disabled={saving.busy}
        onClick={() => (isSure ? void remove() : setSure(true))}
      >
        {texts.remove}
      </Button>
    </div>
  );
}
