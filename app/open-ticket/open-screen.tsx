/**
 * 開單, 新建. The address says what: `/new` an incident, `?kind=problem` or `change`, `&from=TICKET` what it is about,
 * `?returned=ACTION` an opening that came back, to be put right and sent again (A5).
 */
import { useLocation, useSearch } from "wouter";
import type { ActionId, TicketId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { useGenba, useSession } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Segmented } from "../ui/segmented";
import { OpenForm, type Returned } from "./open-form";
import { kindOfFlow, type OpenKind, openKinds } from "./open-plan";

interface Props {
  readonly onSaved: (ticketId: string) => void;
}

export function OpenScreen({ onSaved }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const { account } = useSession();
  const [, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const returnedId = query.get("returned") as ActionId | null;
  const returned = useLive(() => readReturned(genba, returnedId), [genba, returnedId]);
  if (returned === undefined) return null;
  const isStaff = account.role !== "requester";
  const asked = openKinds.find((one) => one === query.get("kind")) ?? "incident";
  const kind: OpenKind = returned
    ? kindOfFlow(returned.args.flow ?? "incident")
    : isStaff
      ? asked
      : "incident";
  return (
    <OpenForm
      key={`${kind} ${returned?.id ?? ""}`}
      kind={kind}
      from={query.get("from") as TicketId | null}
      returned={returned}
      onSaved={onSaved}
      kinds={
        isStaff && returned === null ? (
          <Segmented
            hideLabel
            label={t.list.flow}
            value={kind}
            options={openKinds.map((one) => ({ value: one, label: t.form.kinds[one] }))}
            onChange={(one) => navigate(one === "incident" ? "/new" : `/new?kind=${one}`, { replace: true })}
          />
        ) : null
      }
    />
  );
}

/** Null: none is asked for, or it was decided about meanwhile. */
async function readReturned(
  { db }: ReturnType<typeof useGenba>,
  id: ActionId | null,
): Promise<Returned | null> {
  const row = id === null ? undefined : await db.returned.get(id);
  if (row === undefined || row.action.type !== "open" || row.resolvedBy !== null) return null;
  return { id: row.actionId, ticketId: row.ticketId, args: row.action.args };
}
