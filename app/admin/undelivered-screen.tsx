/** 沒送達的通知: what was given up, why, and sending it again. */
import { Link, useLocation } from "wouter";
import { actionLabel } from "../../core/messages/action-label";
import { numberText } from "../../core/messages/number-text";
import type { Undelivered, UndeliveredPage } from "../../core/notify/undelivered";
import { useNow, useTexts } from "../locale/locale";
import { momentText, spanText } from "../locale/time-text";
import { deviceName } from "../push/device-name";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import css from "./admin.module.css";
import { useAdmin, useAsked, useSaving } from "./admin-context";
import { Problem, Waiting } from "./problem";

export function UndeliveredScreen() {
  const { a, admin } = useAdmin();
  const [, navigate] = useLocation();
  const { asked, again } = useAsked(() => admin.listUndelivered(), "");
  return (
    <Screen title={a.undelivered.title} onBack={() => navigate("/admin")}>
      <div className={css.column}>
        {asked.tag === "value" ? (
          <Page page={asked.value} onDone={again} />
        ) : (
          <Waiting asked={asked} again={again} />
        )}
      </div>
    </Screen>
  );
}

function Page({ page, onDone }: { page: UndeliveredPage; onDone: () => void }) {
  const { t } = useTexts();
  const { a, admin } = useAdmin();
  const saving = useSaving();
  const { items, count, waiting, overdueMs } = page;
  const retry = async (of: readonly Undelivered[] | null) => {
    if (await saving.save(() => admin.retryUndelivered(of), a.undelivered.retried)) onDone();
  };
  const dismiss = async (item: Undelivered) => {
    if (await saving.save(() => admin.dismissUndelivered([item]), a.undelivered.dismissed)) onDone();
  };
  return (
    <>
      <p className={css.quiet}>
        {a.undelivered.waiting(waiting)}
        {waiting > 0 ? ` · ${a.undelivered.overdue(spanText(t, overdueMs))}` : null}
      </p>
      <Problem error={saving.error} />
      {count === 0 ? (
        <EmptyState title={a.undelivered.none} hint={a.undelivered.noneHint} />
      ) : (
        <>
          <p className={css.quiet}>{a.undelivered.why}</p>
          <Button wide disabled={saving.busy} onClick={() => void retry(null)}>
            {a.undelivered.retryAll(count)}
          </Button>
          <ol className={css.history}>
            {items.map((item) => (
              <Item
                key={`${item.outboxId} ${item.subscriptionId}`}
                item={item}
                busy={saving.busy}
                onRetry={() => void retry([item])}
                onDismiss={() => void dismiss(item)}
              />
            ))}
          </ol>
          {count > items.length ? <p className={css.quiet}>{a.undelivered.newest(items.length)}</p> : null}
        </>
      )}
    </>
  );
}

interface ItemProps {
  readonly item: Undelivered;
  readonly busy: boolean;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

function Item({ item, busy, onRetry, onDismiss }: ItemProps) {
  const { t, locale } = useTexts();
  const { a } = useAdmin();
  const now = useNow();
  const {
    personName,
    subscriptionId,
    userAgent,
    ticketId,
    flow,
    number,
    action,
    stage,
    attempts,
    error,
    at,
  } = item;
  return (
    <li className={css.change}>
      <p>
        <b>{personName}</b> ·{" "}
        {subscriptionId === null
          ? a.undelivered.mail
          : (deviceName(userAgent) ?? a.undelivered.unknownDevice)}
      </p>
      <p>
        <Link href={`/tickets/${ticketId}`} className={css.ticket}>
          <span className={css.number}>{numberText(flow, number, ticketId)}</span>{" "}
          {actionLabel(t, action, flow, stage)}
        </Link>
      </p>
      <p>{a.undelivered.error(attempts, error ?? "?")}</p>
      <small className={css.note}>{momentText(locale, at, now)}</small>
      <div className={css.buttons}>
        <Button disabled={busy} onClick={onRetry}>
          {a.undelivered.retry}
        </Button>
        <Button kind="quiet" disabled={busy} onClick={onDismiss}>
          {a.undelivered.dismiss}
        </Button>
      </div>
    </li>
  );
}
