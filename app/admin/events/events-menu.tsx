/** `/admin/events`: how the desk stands with its monitoring, and the way to each part of it. */
import { Link, useLocation } from "wouter";
import type { RuleRecord, SourceRecord, WindowRecord } from "../../../core/events/administration";
import { useNow, useTexts } from "../../locale/locale";
import { Icon } from "../../ui/icons";
import { Screen } from "../../ui/screen";
import { Section } from "../../ui/section";
import css from "../admin.module.css";
import { useAdmin, useAsked } from "../admin-context";
import { eventTexts } from "./event-texts";
import { useEventAdmin } from "./use-event-admin";
import { windowState } from "./window-view";

interface Standing {
  readonly sources: readonly SourceRecord[];
  readonly rules: readonly RuleRecord[];
  readonly windows: readonly WindowRecord[];
}

export function EventsMenu() {
  const { locale } = useTexts();
  const { a } = useAdmin();
  const texts = eventTexts[locale];
  const events = useEventAdmin();
  const [, navigate] = useLocation();
  const now = useNow();
  // The ways are there at once, whether or not the server says how things stand.
  const { asked } = useAsked<Standing>(async () => {
    const [sources, rules, windows] = await Promise.all([
      events.listSources(),
      events.listRules(),
      events.listWindows(),
    ]);
    return { sources, rules, windows };
  }, "");
  const known = asked.tag === "value" ? asked.value : null;
  const inUse = (list: readonly { readonly active: boolean }[]) => list.filter(({ active }) => active).length;
  const running = known?.windows.filter((window) => windowState(window, now) === "running").length ?? 0;
  const rows = [
    ["/admin/events/sources", texts.sources.title, known && texts.sources.count(inUse(known.sources))],
    ["/admin/events/rules", texts.rules.title, known && texts.rules.count(inUse(known.rules))],
    ["/admin/events/windows", texts.windows.title, known && texts.windows.count(running)],
    ["/admin/events/recent", texts.recent.title, texts.recent.count],
  ] as const;
  return (
    <Screen title={texts.title} onBack={() => navigate("/admin")}>
      <p className={css.why}>{texts.why}</p>
      <Section title={a.menu}>
        {rows.map(([href, label, note]) => (
          <Link key={href} href={href} className={css.row}>
            <span className={css.grow}>
              {label}
              <small>{note ?? "…"}</small>
            </span>
            <Icon name="forward" size={20} />
          </Link>
        ))}
      </Section>
      {known?.sources.length === 0 ? <p className={css.why}>{texts.begin}</p> : null}
    </Screen>
  );
}
