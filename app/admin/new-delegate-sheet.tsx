import { useState } from "react";
import { delegationDaysMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { fromLocalInput, toLocalInput } from "../locale/time-text";
import { useDirectory, useSession } from "../replica/genba-context";
import { personOptions } from "../tickets/directory-options";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { useAdmin } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { staffOptions } from "./person-options";

const dayMs = 86_400_000;
/** What a leave mostly is. */
const usualDays = 7;

export function NewDelegateSheet({ isAdmin, onClose }: { isAdmin: boolean; onClose: () => void }) {
  const { a, admin } = useAdmin();
  const { account } = useSession();
  const directory = useDirectory();
  const [principalId, setPrincipalId] = useState<AccountId>(account.id);
  const [delegateId, setDelegateId] = useState<AccountId | null>(null);
  const [from, setFrom] = useState(() => toLocalInput(Date.now()));
  const [until, setUntil] = useState(() => toLocalInput(Date.now() + usualDays * dayMs));
  const dates = datesOf(from, until, Date.now());
  const draft = delegateId === null || dates === null ? null : { principalId, delegateId, ...dates };
  return (
    <FormSheet
      title={a.delegates.create}
      verb={a.add}
      isComplete={draft !== null}
      work={async () => draft && admin.createDelegation(draft)}
      onClose={onClose}
    >
      {(checked) => (
        <>
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
        </>
      )}
    </FormSheet>
  );
}

/** Null when they are none, in the wrong order, over already, or further apart than may be. */
function datesOf(from: string, until: string, now: number) {
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)];
  if (start === null || end === null || end <= start || end <= now) return null;
  return end - start > delegationDaysMax * dayMs ? null : { from: start, until: end };
}
