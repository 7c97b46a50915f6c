import { Link } from "wouter";
import { readLines } from "../../client/replica/lines";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Ticket } from "../../core/tickets/ticket";
import { personasOf } from "../../core/workflow/relations";
import { seatOf } from "../../core/workflow/review";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { arrangeActions } from "../tickets/action-order";
import { offeredActions } from "../tickets/offered-actions";
import { StageRow } from "../tickets/stage-row";
import { TicketActions } from "../tickets/ticket-actions";
import { assetNames, closureText } from "../tickets/ticket-facts";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Tag } from "../ui/tag";
import { useMyWork } from "../work/use-my-work";
import { isReview } from "../work/work-view";
import { Difference } from "./difference";
import { differenceLines, votedRevision } from "./material-view";
import css from "./reviews-screen.module.css";
import { votesGiven } from "./votes-view";

/** 審核: what waits for my vote, each with what it decides about. A vote is bound to the revision shown here (A6). */
export function ReviewsScreen() {
  const { t } = useTexts();
  const work = useMyWork();
  const reviews = work?.waitingForMe.filter(isReview);
  return (
    <Screen title={t.reviews.title} side={reviews && reviews.length > 0 ? reviews.length : null}>
      <ul className={css.list}>
        {reviews?.map(({ id, ticket }) => (
          <li key={id}>
            <ApprovalCard ticket={ticket} />
          </li>
        ))}
      </ul>
      {reviews?.length === 0 ? <EmptyState title={t.reviews.empty} hint={t.reviews.emptyHint} /> : null}
    </Screen>
  );
}

function ApprovalCard({ ticket }: { ticket: Ticket }) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const now = useNow();
  const context = genba.context();
  const { change, review } = ticket;
  const window = change?.window;
  const facts = [
    [t.reviews.typeRisk, change ? `${t.flow[ticket.flow]} · ${t.level[change.risk]}` : ""],
    [
      t.arg.window,
      window ? `${momentText(locale, window.from, now)} – ${momentText(locale, window.until, now)}` : "",
    ],
    [t.arg.implementerId, ticket.holderId ? (directory.people.get(ticket.holderId)?.name ?? "") : ""],
    [t.arg.rollbackPlan, change?.rollbackPlan ?? ""],
    [t.form.descriptions.change, ticket.description],
    [t.form.asset, assetNames(ticket, directory)],
    [t.arg.scope, change?.scope ?? ""],
    [t.arg.riskAssessment, change?.riskAssessment ?? ""],
    [t.arg.whyUrgent, change?.whyUrgent ?? ""],
    [t.arg.steps, change?.steps ?? ""],
    // What the closing review decides about: how it really went.
    [t.arg.actualStart, change?.actualStart ? momentText(locale, change.actualStart, now) : ""],
    [t.arg.actualEnd, change?.actualEnd ? momentText(locale, change.actualEnd, now) : ""],
    [t.ticket.closure, closureText(ticket, t)],
    [t.arg.result, change?.result ?? ""],
    [t.arg.evidence, change?.evidence ?? ""],
    [
      t.arg.causedIncidentIds,
      change?.causedIncidentIds.length ? String(change.causedIncidentIds.length) : "",
    ],
  ].filter(([, value]) => value !== "");
  const activities = useLive(() => readLines(genba.db, ticket.id), [genba, ticket.id]) ?? [];
  const read = votedRevision(ticket, activities, genba.accountId);
  const seat = review && seatOf(review, ticket, personasOf(context), context);
  const principal = seat && (seat.accountId === genba.accountId ? seat.insteadOf : seat.accountId);
  const votes = review?.reviewers.filter((one) => one.vote?.approve).length ?? 0;
  const given = votesGiven(ticket, {
    t,
    me: genba.accountId,
    nameOf: (id) => directory.people.get(id)?.name ?? "…",
  });
  return (
    <article className={css.card}>
      <div className={css.top}>
        <span className={css.number}>{numberText(ticket.flow, ticket.number, ticket.id)}</span>
        <small>{t.ticket.revision(ticket.revision)}</small>
      </div>
      <h2 className={css.title}>
        <Link href={`/tickets/${ticket.id}`}>{ticket.title}</Link>
      </h2>
      <StageRow ticket={ticket} />
      <dl className={css.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {read !== null ? (
        <Difference
          revision={read}
          lines={differenceLines(ticket, activities, read, { t, locale, now, directory })}
        />
      ) : null}
      {change?.conflictReason ? (
        <p className={css.note}>
          <b>{t.arg.conflictReason}</b> {change.conflictReason}
        </p>
      ) : null}
      {review ? (
        <p className={css.votes}>
          <Tag tone="ok">{t.reviews.votes(votes, review.reviewers.length)}</Tag> {ruleText(t, review.rule)}
          {principal ? (
            <small>{t.ticket.insteadOf(directory.people.get(principal)?.name ?? "…")}</small>
          ) : null}
        </p>
      ) : null}
      {review && given.length > 0 ? (
        <ul className={css.given} aria-label={t.reviews.title}>
          {given.map(({ accountId, who, what, reason }) => (
            <li key={accountId}>
              <b>{who}</b> {what}
              {reason ? <p>{reason}</p> : null}
            </li>
          ))}
        </ul>
      ) : null}
      <TicketActions
        ticket={ticket}
        actions={arrangeActions(offeredActions(genba, ticket, []).filter(isVote))}
      />
    </article>
  );
}

function isVote({ action }: { action: string }): boolean {
  return action === "approve" || action === "reject";
}

function ruleText(t: Messages, rule: NonNullable<Ticket["review"]>["rule"]): string {
  return rule.kind === "atLeast" ? t.reviews.rule.atLeast(rule.count) : t.reviews.rule[rule.kind];
}
