import { useState } from "react";
import { delegationDaysMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { fromLocalInput, toLocalInput } from "../locale/time-text";
import { useDirectory, useSession } from "../replica/genba-context";
import { personOptions } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { Sheet } from "../ui/sheet";
import { useAdmin, useSaving } from "./admin-context";
import { staffOptions } from "./person-options";
import { Problem } from "./problem";

const dayMs = 86_400_000;
/** What a leave mostly is. */
const usualDays = 7;

export function NewDelegateSheet({ isAdmin, onClose }: { isAdmin: boolean; onClose: () => void }) {
  const { a, admin } = useAdmin();
  const { account } = useSession();
  const directory = useDirectory();
  const saving = useSaving();
  const [principalId, setPrincipalId] = useState<AccountId>(account.id);
  const [delegateId, setDelegateId] = useState<AccountId | null>(null);
  const [from, setFrom] = useState(() => toLocalInput(Date.now()));
  const [until, setUntil] = useState(() => toLocalInput(Date.now() + usualDays * dayMs));
  const [checked, setChecked] = useState(false);
  const dates = datesOf(from, until, Date.now());
  const save = async () => {
    setChecked(true);
    if (delegateId === null || dates === null) return;
    if (await saving.save(() => admin.createDelegation({ principalId, delegateId, ...dates }))) onClose();
  };
  return (
    <Sheet
      title={a.delegates.create}
      onClose={onClose}
      foot={
        <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
          {saving.busy ? a.saving : a.add}
        </Button>
      }
    >
      <Problem error={saving.error} />
      {isAdmin ? (
        <Picker
          label={a.delegates.principal}
          options={personOptions(directory, null)}
          value={principalId}
          onChange={(id) => {
            if (id === null) return;
            setPrincipalId(id);
            if (id === delegateId) setDelegateId(null);
          }}
        />
      ) : null}
      <Picker
        label={a.delegates.delegate}
        options={staffOptions(directory, a.roles).filter((option) => option.id !== principalId)}
        value={delegateId}
        error={checked && delegateId === null ? a.required : null}
        onChange={setDelegateId}
      />
      <TextField label={a.delegates.from} type="datetime-local" value={from} onChange={setFrom} />
      <TextField
        label={a.delegates.until}
        type="datetime-local"
        value={until}
        error={checked && dates === null ? a.delegates.dates : null}
        onChange={setUntil}
      />
    </Sheet>
  );
}

/** Null when they are none, in the wrong order, over already, or further apart than may be. */
function datesOf(from: string, until: string, now: number) {
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)];
  if (start === null || end === null || end <= start || end <= now) return null;
  return end - start > delegationDaysMax * dayMs ? null : { from: start, until: end };
}
