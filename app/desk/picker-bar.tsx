/**
 * Selecting several tickets of a desk's list and assigning them at once. Each is an action of its own: one that comes
 * back takes no other with it (SYNC A1). Works without a network, as every action does.
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { availableNow } from "../../client/available";
import type { Genba } from "../../client/genba";
import type { TicketRow as ReplicaRow } from "../../client/replica/rows";
import type { AccountId, TicketId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import { useTexts } from "../locale/locale";
import { useDirectory, useGenba } from "../replica/genba-context";
import { savingFailed } from "../storage/saving-failed";
import { memberOptions } from "../tickets/directory-options";
import type { TicketRowView } from "../tickets/ticket-row-view";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Picker } from "../ui/picker";
import { Sheet } from "../ui/sheet";
import { useDesk } from "../ui/use-desk";
import { type Assignment, assignPlan, givingStep, type Offer } from "./assign-plan";
import { listenToPicks } from "./pick-by-key";
import { PickRow } from "./pick-row";
import { pickTexts } from "./pick-texts";
import css from "./picker-bar.module.css";
import { createPicks, usePicked } from "./picks";

/** How the list draws a row while tickets are selected. */
export type DrawRow = (view: TicketRowView) => ReactNode;

export interface PickerBarProps {
  /** As the list shows them. */
  readonly rows: readonly ReplicaRow[];
  /** Null: rows are ways to their tickets again. */
  readonly onDraw: (draw: DrawRow | null) => void;
}

export function PickerBar(props: PickerBarProps) {
  const desk = useDesk();
  const genba = useGenba();
  useDirectory();
  // Requesters and who hands out nothing need no boxes.
  const mayAny = props.rows.some((row) => givingStep(offerOf(genba), row) !== null);
  return desk && mayAny ? <Bar {...props} /> : null;
}

function Bar({ rows, onDraw }: PickerBarProps) {
  const { locale, t } = useTexts();
  const texts = pickTexts[locale];
  const [picks] = useState(createPicks);
  const picked = usePicked(picks);
  const setPicked = picks.set;
  const [isAssigning, setAssigning] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const last = useRef<TicketId | null>(null);
  const shown = useRef(rows);
  shown.current = rows;

  const isPicking = picked !== null;
  useEffect(() => {
    const pick = (id: TicketId, isRange: boolean) => {
      const before = picks.read();
      const ids = rangeOf(shown.current, isRange ? last.current : null, id);
      const isOn = before?.has(id) !== true;
      const next = new Set(before);
      for (const one of ids) {
        if (isOn) next.add(one);
        else next.delete(one);
      }
      last.current = id;
      picks.set(next);
    };
    onDraw(
      isPicking
        ? (view) => <PickRow row={view} picks={picks} onPick={(isRange) => pick(view.id, isRange)} />
        : null,
    );
    return listenToPicks((id) => pick(id as TicketId, false));
  }, [picks, isPicking, onDraw]);
  useEffect(() => () => onDraw(null), [onDraw]);

  if (picked === null) {
    return (
      <footer className={css.bar}>
        <Button kind="quiet" wide onClick={() => setPicked(new Set())}>
          {texts.start}
        </Button>
      </footer>
    );
  }
  const chosen = rows.filter(({ id }) => picked.has(id));
  return (
    <footer className={css.bar}>
      <h2 data-only="screen-reader">{texts.bar}</h2>
      <p role="status" className={css.count}>
        {said ?? texts.count(chosen.length)}
      </p>
      <div className={css.buttons}>
        <Button
          kind="main"
          disabled={chosen.length === 0}
          aria-haspopup="dialog"
          onClick={() => setAssigning(true)}
        >
          {texts.assign}
        </Button>
        <Button onClick={() => setPicked(new Set(rows.map(({ id }) => id)))}>{texts.all}</Button>
        <Button
          onClick={() => {
            setPicked(null);
            setSaid(null);
          }}
        >
          {t.form.close}
        </Button>
      </div>
      {isAssigning ? (
        <AssignSheet
          rows={chosen}
          onClose={() => setAssigning(false)}
          onDone={(line, left) => {
            setSaid(line);
            // Those that were not assigned stay selected: for somebody else, or to be looked at.
            setPicked(left);
            setAssigning(false);
          }}
        />
      ) : null}
    </footer>
  );
}

/** All between two rows of the list, both included; one alone without the other. */
function rangeOf(rows: readonly ReplicaRow[], from: TicketId | null, to: TicketId): readonly TicketId[] {
  const ends = [from, to].map((id) => rows.findIndex((row) => row.id === id)).filter((at) => at >= 0);
  if (ends.length < 2) return [to];
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ id }) => id);
}

interface SheetProps {
  readonly rows: readonly ReplicaRow[];
  readonly onClose: () => void;
  readonly onDone: (said: string, left: ReadonlySet<TicketId>) => void;
}

function AssignSheet({ rows, onClose, onDone }: SheetProps) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const announce = useAnnounce();
  const texts = pickTexts[locale];
  const [personId, setPersonId] = useState<AccountId | null>(null);
  const [busy, setBusy] = useState(false);
  const plan = assignPlan(offerOf(genba), directory, rows, personId);
  const doable = plan.filter(({ step }) => step.tag === "do");
  const not = plan.filter(({ step }) => step.tag === "not");
  const options = useMemo(() => {
    const groups = new Set(
      rows
        .filter((row) => givingStep(offerOf(genba), row) !== null)
        .map(({ ticket }) => ticket.assignedGroupId),
    );
    const all = [...groups].flatMap((groupId) => memberOptions(t, directory, groupId, null));
    return [...new Map(all.map((option) => [option.id, option])).values()];
  }, [rows, genba, directory, t]);

  const assign = async () => {
    if (busy || personId === null) return;
    setBusy(true);
    const refused = not.map((one) => ({ id: one.row.id, line: whyNot(one, t, texts) }));
    let done = 0;
    try {
      for (const { row, step } of plan) {
        if (step.tag === "not") continue;
        const draft = { type: step.action, ticketId: row.id, args: { personId } };
        const saved = await genba.enqueue({ ...draft, baseRevision: row.ticket.revision });
        if (saved.kind === "saved") done++;
        else refused.push({ id: row.id, line: `${nameOf(row)} ${t.returned[saved.outcome.code]}` });
      }
    } catch (error) {
      announce(savingFailed(t, error));
    }
    const said = texts.done(
      done,
      refused.map(({ line }) => line),
    );
    announce(said);
    onDone(said, new Set(refused.map(({ id }) => id)));
  };
  return (
    <Sheet
      title={texts.assign}
      onClose={onClose}
      foot={
        <Button
          kind="main"
          wide
          disabled={busy || personId === null || doable.length === 0}
          onClick={() => void assign()}
        >
          {texts.assignCount(doable.length)}
        </Button>
      }
    >
      {options.length === 0 ? (
        <p>{texts.nobody}</p>
      ) : (
        <Picker label={t.arg.personId} options={options} value={personId} onChange={setPersonId} />
      )}
      {not.length > 0 ? (
        <section className={css.not}>
          <h3>{texts.cannot(not.length)}</h3>
          <ul>
            {not.map((one) => (
              <li key={one.row.id}>{whyNot(one, t, texts)}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </Sheet>
  );
}

function offerOf(genba: Genba): Offer {
  const context = genba.context();
  return (ticket) => availableNow(context, ticket, []);
}

function nameOf({ ticket }: ReplicaRow): string {
  return numberText(ticket.flow, ticket.number, ticket.id);
}

function whyNot({ row, step }: Assignment, t: Messages, texts: (typeof pickTexts)["en"]): string {
  if (step.tag === "do") return nameOf(row);
  const why = step.why === "person.notMember" ? t.returned[step.why] : texts.why[step.why];
  return `${nameOf(row)} ${why}`;
}
