import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { Icon } from "../ui/icons";
import css from "./inbox-bell.module.css";
import { useUnread } from "./unread";

/** The way to 通知, with how much of it is unread. */
export function InboxBell() {
  const { t } = useTexts();
  const unread = useUnread();
  const name = unread > 0 ? `${t.nav.inbox}${t.app.colon}${t.nav.unread(unread)}` : t.nav.inbox;
  return (
    <Link href="/inbox" className={css.bell} aria-label={name}>
      <Icon name="bell" size={24} />
      {unread > 0 ? <span className={css.count}>{unread}</span> : null}
    </Link>
  );
}
