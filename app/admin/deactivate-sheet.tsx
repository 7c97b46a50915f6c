/**
 * Deactivating a person: first their open work, each piece handed over by an ordinary action of the queue; it leaves
 * the list when the server has it. With none left, they can go.
 */
import { useState } from "react";
import { Link } from "wouter";
import type { OpenTicket, PersonRecord } from "../../core/directory/administration";
import type { TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import { useTexts } from "../locale/locale";
import { useDirectory, useQueueSummary } from "../replica/genba-context";
import { memberOptions } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { Picker } from "../ui/picker";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useAsked, useSaving } from "./admin-context";
import { useHandOver } from "./hand-over";
import { Problem, Waiting } from "./problem";

interface Props {
  readonly person: PersonRecord;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function DeactivateSheet({ person, onClose, onDone }: Props) {
  const { a, admin } = useAdmin();
  const saving = useSaving();
  const queue = useQueueSummary();
  // Asked again whenever the queue grew or was sent.
  const { asked, again } = useAsked(() => admin.openWorkOf(person.id), `${person.id} ${queue.count}`);
  const work = asked.tag === "value" ? asked.value : null;
  const deactivate = async () => {
    const said = a.people.deactivated(person.name);
    if (await saving.save(() => admin.deactivatePerson(person.id), said)) onDone();
    else again();
  };
  return (
    <Sheet
      title={a.people.deactivate}
      onClose={onClose}
      foot={
        work?.length === 0 ? (
          <Button kind="alarm" wide disabled={saving.busy} onClick={() => void deactivate()}>
            {saving.busy ? a.saving : a.people.deactivate}
          </Button>
        ) : null
      }
    >
      <Problem error={saving.error} />
      <Waiting asked={asked} again={again} />
      {work?.length === 0 ? <p>{a.people.deactivateSure(person.name)}</p> : null}
      {work && work.length > 0 ? <OpenWork person={person} work={work} /> : null}
    </Sheet>
  );
}

function OpenWork({ person, work }: { person: PersonRecord; work: readonly OpenTicket[] }) {
  const { a } = useAdmin();
  const queue = useQueueSummary();
  const [sent, setSent] = useState<ReadonlySet<TicketId>>(new Set());
  const [seen, setSeen] = useState(work);
  if (work !== seen) {
    setSeen(work);
    // All was sent and the server still lists it: it came back, or somebody gave it to this person again.
    if (queue.count === 0) setSent(new Set());
  }
  return (
    <>
      <p>{a.people.openWorkWhy}</p>
      <Section title={a.people.openWork} count={work.length}>
        {work.map((ticket) => (
          <WorkRow
            key={ticket.id}
            ticket={ticket}
            person={person}
            sent={sent.has(ticket.id)}
            onSent={() => setSent((before) => new Set([...before, ticket.id]))}
          />
        ))}
      </Section>
    </>
  );
}

interface RowProps {
  readonly ticket: OpenTicket;
  readonly person: PersonRecord;
  readonly sent: boolean;
  readonly onSent: () => void;
}

function WorkRow({ ticket, person, sent, onSent }: RowProps) {
  const { t } = useTexts();
  const { a } = useAdmin();
  const directory = useDirectory();
  const handOver = useHandOver(ticket, onSent);
  const options = memberOptions(t, directory, ticket.assignedGroupId, person.id);
  return (
    <div className={css.pad}>
      <Link href={`/tickets/${ticket.id}`} className={css.ticket}>
        <span className={css.number}>{numberText(ticket.flow, ticket.number, ticket.id)}</span> {ticket.title}
        <small>{t.stage[ticket.stage]}</small>
      </Link>
      {sent ? (
        <p>
          <Tag tone="wait">{t.tag.waiting}</Tag> {a.people.handed}
        </p>
      ) : (
        <>
          {options.length > 0 ? (
            <Picker
              label={a.people.handTo}
              options={options}
              value={null}
              onChange={(personId) => {
                if (personId) void handOver({ type: "transfer", args: { personId } });
              }}
            />
          ) : (
            <p className={css.quiet}>{a.people.noMember}</p>
          )}
          {ticket.canReturn ? (
            <Button
              wide
              onClick={() =>
                void handOver({
                  type: "returnToAssign",
                  args: { reason: a.people.handBackReason(person.name) },
                })
              }
            >
              {a.people.handBack}
            </Button>
          ) : null}
        </>
      )}
    </div>
  );
}
