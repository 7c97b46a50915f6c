import { useState } from "react";
import type { CategoryId } from "../../core/ids";
import { type DurationText, isDuration, type Target, targetFor } from "../../core/sla/targets";
import type { Priority } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { categoryOptions } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { Segmented } from "../ui/segmented";
import { useAdmin, useSaving } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { Problem } from "./problem";
import { slaTexts } from "./sla-texts";
import { useEdits } from "./use-edits";

interface Props {
  /** Null: of a category that is chosen here. */
  readonly of: { readonly categoryId: CategoryId | null; readonly priority: Priority } | null;
  readonly onClose: () => void;
}

const priorities = (["P1", "P2", "P3", "P4"] as const).map((value) => ({ value, label: value }));

/** Both targets of a priority; what is typed is 30m, 4h, 3d. */
export function TargetSheet({ of, onClose }: Props) {
  const { locale } = useTexts();
  const s = slaTexts[locale];
  const { a, admin } = useAdmin();
  const directory = useDirectory();
  const [categoryId, setCategoryId] = useState<CategoryId | null>(of?.categoryId ?? null);
  const [priority, setPriority] = useState<Priority>(of?.priority ?? "P2");
  const { response, resolution } = targetFor(priority, categoryId, directory);
  const { draft, change, send } = useEdits<Target>({ response, resolution });
  const removing = useSaving();
  const remove = async () => {
    if (await removing.save(() => admin.removeTarget({ categoryId, priority }))) onClose();
  };
  const isChosen = of !== null || categoryId !== null;
  return (
    <FormSheet
      title={of === null ? s.addOverride : `${s.targets} · ${priority}`}
      verb={a.save}
      isComplete={isChosen && isDuration(draft.response) && isDuration(draft.resolution)}
      work={() => send(draft, (edits) => admin.saveTarget({ categoryId, priority }, edits))}
      onClose={onClose}
      kind="sla.target"
    >
      {(checked) => (
        <>
          {of === null ? (
            <>
              <Picker
                label={s.category}
                options={categoryOptions(directory)}
                value={categoryId}
                error={checked && !isChosen ? a.required : null}
                onChange={setCategoryId}
              />
              <Segmented label={s.priority} value={priority} options={priorities} onChange={setPriority} />
            </>
          ) : null}
          {(["response", "resolution"] as const).map((clock) => (
            <TextField
              key={clock}
              label={a.fields[clock]}
              hint={s.durationHint}
              value={draft[clock]}
              maxLength={5}
              error={checked && !isDuration(draft[clock]) ? s.durationWrong : null}
              onChange={(text) => change({ ...draft, [clock]: text.trim() as DurationText })}
            />
          ))}
          {of !== null && of.categoryId !== null ? (
            <>
              <Problem error={removing.error} kind="sla.target" />
              <Button kind="alarm" wide disabled={removing.busy} onClick={() => void remove()}>
                {s.asAbove}
              </Button>
            </>
          ) : null}
        </>
      )}
    </FormSheet>
  );
}
