/**
 * 開單, 新建. The address says what: `/new` an incident, `?kind=problem` or `change`, `&from=TICKET` what it is about,
 * `&asset=ASSET` or `&label=TEXT` what was scanned, `?returned=ACTION` an opening that came back, to be put right and
 * sent again (A5), `?shared=ID` what another app shared, which is put into the form first.
 */
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import type { DirectoryView } from "../../client/genba";
import type { ActionId, AssetId, TicketId } from "../../core/ids";
import { shownMaxLength } from "../assets/read-label";
import { useTexts } from "../locale/locale";
import { useGenba, useSession } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import css from "../shared/shared.module.css";
import { TakeShare } from "../shared/take-share";
import { UnusedShares } from "../shared/unused-shares";
import { Segmented } from "../ui/segmented";
import { type About, incidentDraftId, OpenForm, type Returned } from "./open-form";
import { kindOfFlow, type OpenKind, openKinds } from "./open-plan";

interface Props {
  readonly onSaved: (ticketId: string) => void;
}

export function OpenScreen({ onSaved }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const { account } = useSession();
  const [, navigate] = useLocation();
  const search = useSearch();
  const query = new URLSearchParams(search);
  const returnedId = query.get("returned") as ActionId | null;
  const returned = useLive(() => readReturned(genba, returnedId), [genba, returnedId]);
  const shared = query.get("shared");
  const [notes, setNotes] = useState<readonly string[]>([]);
  if (returned === undefined) return null;
  if (shared !== null) {
    return (
      <TakeShare
        key={shared}
        shared={shared}
        draftId={incidentDraftId}
        onTaken={(said) => {
          setNotes(said);
          navigate("/new", { replace: true });
        }}
      />
    );
  }
  const isStaff = account.role !== "requester";
  const asked = openKinds.find((one) => one === query.get("kind")) ?? "incident";
  const kind: OpenKind = returned
    ? kindOfFlow(returned.args.flow ?? "incident")
    : isStaff
      ? asked
      : "incident";
  const about = returned === null ? readAbout(query, genba.directory()) : null;
  return (
    <OpenForm
      key={`${kind} ${search}`}
      kind={kind}
      about={about}
      from={query.get("from") as TicketId | null}
      returned={returned}
      onSaved={onSaved}
      above={
        <>
          {notes.map((note) => (
            <p key={note} role="status" className={css.note}>
              {note}
            </p>
          ))}
          {isStaff && returned === null ? (
            <Segmented
              hideLabel
              label={t.list.flow}
              value={kind}
              options={openKinds.map((one) => ({ value: one, label: t.form.kinds[one] }))}
              onChange={(one) => navigate(addressOf(one, query), { replace: true })}
            />
          ) : null}
          {kind === "incident" && returned === null ? <UnusedShares /> : null}
        </>
      }
    />
  );
}

/** A thing that this phone does not know, or that is out of use, cannot be chosen. */
function readAbout(query: URLSearchParams, { assets }: DirectoryView): About | null {
  const assetId = query.get("asset") as AssetId | null;
  if (assetId !== null) return assets.get(assetId)?.active === true ? { assetId } : null;
  const label = query.get("label")?.slice(0, shownMaxLength) ?? "";
  return label === "" ? null : { label };
}

/** What was scanned is what another kind is about too. */
function addressOf(kind: OpenKind, query: URLSearchParams): string {
  const next = new URLSearchParams();
  if (kind !== "incident") next.set("kind", kind);
  for (const name of ["asset", "label"]) {
    const value = query.get(name);
    if (value !== null) next.set(name, value);
  }
  return next.size === 0 ? "/new" : `/new?${next}`;
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
