import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { Icon, type IconName } from "./icons";
import css from "./tab-bar.module.css";

export type Tab = "work" | "tickets" | "open" | "reviews" | "more";
const tabs: readonly { readonly tab: Tab; readonly href: string; readonly icon: IconName }[] = [
  { tab: "work", href: "/work", icon: "work" },
  { tab: "tickets", href: "/tickets", icon: "tickets" },
  { tab: "open", href: "/new", icon: "open" },
  { tab: "reviews", href: "/reviews", icon: "reviews" },
  { tab: "more", href: "/more", icon: "more" },
];

interface Props {
  readonly current: Tab | null;
  /** Counts drawn on a tab; zero is not drawn. */
  readonly badges: Partial<Record<Tab, number>>;
  /** False for people without reviews: requesters. */
  readonly withReviews: boolean;
}

/** Five at most, 開單 in the middle under the thumb; a rail at the side on a desk. */
export function TabBar({ current, badges, withReviews }: Props) {
  const { t } = useTexts();
  return (
    <nav className={css.bar} aria-label={t.nav.main}>
      {tabs
        .filter(({ tab }) => withReviews || tab !== "reviews")
        .map(({ tab, href, icon }) => (
          <Link
            key={tab}
            href={href}
            className={css.tab}
            data-tab={tab}
            aria-current={tab === current ? "page" : undefined}
          >
            <span className={css.icon}>
              <Icon name={icon} size={tab === "open" ? 28 : 22} />
              {badges[tab] ? <span className={css.badge}>{badges[tab]}</span> : null}
            </span>
            {t.nav[tab]}
          </Link>
        ))}
    </nav>
  );
}
