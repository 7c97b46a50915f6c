import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { readLines } from "../../client/replica/lines";
import type { ReturnedRow } from "../../client/replica/rows";
import { listStrandedDrafts } from "../../client/views/only-here";
import { listReturned } from "../../client/views/returned";
import { readLinked } from "../../client/views/ticket";
import type { ActionArgs } from "../../core/sync/protocol";
import type { Activity } from "../../core/tickets/ticket";
import { editedField } from "../../core/workflow/edit";
import { AttachmentStrip } from "../attachments/attachment-strip";
import { useNow, useTexts } from "../locale/locale";
import { queueTexts } from "../queue/queue-texts";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Difference } from "../reviews/difference";
import { differenceLines } from "../reviews/material-view";
import { savingFailed } from "../storage/saving-failed";
import { ActionSheet } from "../tickets/action-sheet";
import { DraftCard } from "../tickets/draft-card";
import { EditSheet } from "../tickets/edit-sheet";
import { offeredActions } from "../tickets/offered-actions";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Tag } from "../ui/tag";
import css from "./attention-screen.module.css";
import { attentionTexts } from "./attention-texts";
import { type OfferedChoice, type ReturnedView, returnedView, type Side } from "./returned-view";

/** 待處理: every action that did not take effect, until its author has seen it and chosen. */
export function AttentionScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = attentionTexts[locale];
  const genba = useGenba();
  const rows = useLive(() => listReturned(genba.db), [genba]);
  const drafts = useLive(() => listStrandedDrafts(genba.db), [genba]) ?? [];
  return (
    <Screen title={texts.title} onBack={onBack} side={rows && rows.length > 0 ? rows.length : null}>
      <ul className={css.list}>
        {rows?.map((row) => (
          <li key={row.actionId}>
            <Returned row={row} />
          </li>
        ))}
      </ul>
      {drafts.length > 0 ? (
        <section className={css.drafts}>
          <h2>{texts.drafts}</h2>
          {drafts.map((draft) => (
            <DraftCard key={draft.id} draft={draft} flow="incident" commentable={false} />
          ))}
        </section>
      ) : null}
      {rows?.length === 0 && drafts.length === 0 ? (
        <EmptyState title={texts.empty} hint={texts.emptyHint} />
      ) : null}
    </Screen>
  );
}

function Returned({ row }: { row: ReturnedRow }) {
  const { t, locale } = useTexts();
  const texts = attentionTexts[locale];
  const genba = useGenba();
  const directory = useDirectory();
  const announce = useAnnounce();
  const now = useNow();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [editing, setEditing] = useState(false);
  const around = useLive(async () => {
    const ticket = (await genba.db.tickets.get(row.ticketId))?.ticket ?? null;
    const isCompared = isOldRevision(row) || row.action.type === "edit";
    const activities = isCompared ? await readLines(genba.db, row.ticketId) : [];
    const lastEdit = lastEditOf(row, activities);
    const linked = ticket === null ? [] : await readLinked(genba.db, ticket);
    return { ticket, linked, activities, lastEdit, theirWords: await wordsOfOther(genba, row) };
  }, [genba, row]);

  useEffect(() => {
    if (!row.read) genba.markRead(row.actionId).catch(() => {});
  }, [genba, row]);

  if (!around) return null;
  const { ticket, linked } = around;
  const offered = ticket === null ? [] : offeredActions(genba, ticket, linked);
  const same = offered.find(({ action }) => action === row.action.type);
  const view = returnedView(row, {
    ...around,
    offered: offered.map(({ action }) => action),
    t,
    locale,
    me: genba.accountId,
    now,
    directory,
    nameOf: (id) => directory.people.get(id)?.name ?? "…",
  });
  const act = async (work: () => Promise<string | null>) => {
    if (busy) return;
    setBusy(true);
    try {
      const said = await work();
      if (said) announce(said);
    } catch (error) {
      announce(savingFailed(t, error));
    } finally {
      setBusy(false);
    }
  };
  const choose = ({ choice, label }: OfferedChoice) =>
    act(async () => {
      const saved = await genba.choose(row.actionId, choice);
      // Null: chosen in another tab already; the list shows it.
      if (saved === null) return t.returned["choice.taken"];
      return saved.kind === "saved" ? t.ticket.saved(label) : t.returned[saved.outcome.code];
    });
  const dismiss = () =>
    act(async () => {
      await genba.dismiss(row.actionId);
      return null;
    });
  const difference =
    ticket !== null && isOldRevision(row)
      ? differenceLines(ticket, around.activities, row.action.baseRevision, { t, locale, now, directory })
      : null;
  return (
    <article className={css.item}>
      <ReturnedCard view={view} />
      {row.action.args.attachments?.length ? (
        <AttachmentStrip attachments={row.action.args.attachments} ticketId={row.ticketId} />
      ) : null}
      {difference ? (
        <>
          <Difference revision={row.action.baseRevision} lines={difference} />
          <Link href="/reviews" className={css.see}>
            {t.reviews.seeReview}
          </Link>
        </>
      ) : null}
      <div className={css.choices}>
        {view.choices.length > 0 ? <h3>{texts.next}</h3> : null}
        {view.choices.map((one) => (
          <Button
            key={one.label}
            kind={one.main ? "main" : "plain"}
            wide
            disabled={busy}
            onClick={() => void choose(one)}
          >
            {one.label}
          </Button>
        ))}
        {view.edit !== null ? (
          <Button
            wide
            disabled={busy}
            onClick={() =>
              view.edit === "open" ? navigate(`/new?returned=${row.actionId}`) : setEditing(true)
            }
          >
            {texts.edit}
          </Button>
        ) : null}
        {view.dismissible ? (
          <Button wide disabled={busy} onClick={() => void dismiss()}>
            {texts.dismiss}
          </Button>
        ) : null}
      </div>
      {editing && ticket !== null && same?.action === "edit" ? (
        <EditSheet
          ticket={ticket}
          returned={{ id: row.actionId, args: row.action.args }}
          onClose={() => setEditing(false)}
        />
      ) : null}
      {editing && ticket !== null && same !== undefined && same.action !== "edit" ? (
        <ActionSheet
          action={same.action}
          needed={same.needed}
          ticket={ticket}
          returned={{ id: row.actionId, args: argsAgain(row) }}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </article>
  );
}

function ReturnedCard({ view }: { view: ReturnedView }) {
  const { t, locale } = useTexts();
  const texts = attentionTexts[locale];
  return (
    <div className={css.card}>
      <div className={css.top}>
        {view.number ? <span className={css.number}>{view.number}</span> : null}
        <Tag tone={view.kind === "returned" ? "back" : "plain"}>
          {view.kind === "held" ? queueTexts[locale].held : t.tag[view.kind]}
        </Tag>
        <Link href={`/tickets/${view.ticketId}`} className={css.see}>
          {texts.openTicket}
        </Link>
      </div>
      <p className={css.title}>{view.title}</p>
      <h2 className={css.headline}>{view.headline}</h2>
      {view.reasons.map((reason) => (
        <p key={reason} className={css.reason}>
          {reason}
        </p>
      ))}
      <div className={css.sides} data-alone={view.theirs === null || undefined}>
        <SideBox side={view.mine} />
        {view.theirs ? <SideBox side={view.theirs} /> : null}
      </div>
      {view.safe ? (
        <p className={css.safe}>
          <b>{texts.nothingLost}</b> {view.safe}
        </p>
      ) : null}
    </div>
  );
}

function SideBox({ side }: { side: Side }) {
  return (
    <div>
      <small>
        {side.who} · {side.when}
      </small>
      <b>{side.what}</b>
      {side.words ? <p>{side.words}</p> : null}
    </div>
  );
}

/** A6: a vote on a revision that is not the newest. */
function isOldRevision({ outcome }: ReturnedRow): boolean {
  return outcome.kind === "returned" && outcome.code === "review.revision";
}

/** A3: who put the present value into the field, when their line is on this phone. */
function lastEditOf({ action }: ReturnedRow, activities: readonly Activity[]): Activity | null {
  const field = action.type === "edit" ? editedField(action.args) : null;
  const lines = activities.filter(
    ({ details, arrivedAt }) => details.edit?.field === field && arrivedAt !== null,
  );
  if (field === null) return null;
  return lines.reduce<Activity | null>(
    (newest, line) => ((newest?.arrivedAt ?? 0) > (line.arrivedAt ?? 0) ? newest : line),
    null,
  );
}

/** The line of the person who was faster, when it is on this phone. */
async function wordsOfOther(
  genba: ReturnType<typeof useGenba>,
  { ticketId, outcome }: ReturnedRow,
): Promise<string> {
  const since =
    outcome.kind === "returned" ? outcome.since : outcome.kind === "superseded" ? outcome.by : null;
  if (!since) return "";
  const lines = await readLines(genba.db, ticketId);
  const theirs = lines.find(
    ({ occurredAt, type, actorId }) =>
      occurredAt === since.at && type === since.action && actorId === since.actorId,
  );
  return theirs?.text ?? "";
}

/** What a form begins with; photos that are on the ticket with the kept note do not go a second time (A5). */
function argsAgain({ action, outcome }: ReturnedRow): ActionArgs {
  const { attachments: _, ...words } = action.args;
  return outcome.kind === "returned" && outcome.noteKept ? words : action.args;
}
