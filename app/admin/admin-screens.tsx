/** All screens of administration, with texts of their own. Who is no administrator sees only the delegates. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { createAdmin } from "../../client/admin";
import type { AccountId, CalendarId, GroupId } from "../../core/ids";
import type { AdminMessages } from "../../core/messages/admin-messages";
import { adminZhTW } from "../../core/messages/admin-zh-tw";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { useTexts } from "../locale/locale";
import { useDirectory, useSession } from "../replica/genba-context";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import css from "./admin.module.css";
import { AdminProvider, useAdmin } from "./admin-context";
import { BlackoutsScreen } from "./blackouts-screen";
import { CalendarScreen } from "./calendar-screen";
import { DataScreen } from "./data-screen";
import { dataTexts } from "./data-texts";
import { DelegatesScreen } from "./delegates-screen";
import { GroupScreen } from "./group-screen";
import { GroupsScreen } from "./groups-screen";
import { HistoryScreen } from "./history-screen";
import { keyTexts, webhookTexts } from "./interface-texts";
import { KeysScreen } from "./keys-screen";
import { OnlineOnly } from "./online-only";
import { ParametersScreen } from "./parameters-screen";
import { PeopleScreen } from "./people-screen";
import { PersonScreen } from "./person-screen";
import { relationTexts } from "./relation-texts";
import { RelationsScreen } from "./relations-screen";
import { SlaScreen } from "./sla-screen";
import { slaTexts } from "./sla-texts";
import { TemplatesScreen } from "./templates-screen";
import { UndeliveredScreen } from "./undelivered-screen";
import { WebhooksScreen } from "./webhooks-screen";

export default function AdminScreens({ path }: { path: string }) {
  const { t, locale } = useTexts();
  const { account } = useSession();
  const { people } = useDirectory();
  const a = useAdminTexts(locale);
  const admin = useMemo(() => createAdmin(account.id), [account.id]);
  const value = useMemo(() => (a === null ? null : { a, admin }), [a, admin]);
  if (value === null) return null;
  const isAdmin = (people.get(account.id)?.role ?? account.role) === "admin";
  if (path === "/delegates") {
    return (
      <AdminProvider value={value}>
        <DelegatesScreen isAdmin={isAdmin} />
      </AdminProvider>
    );
  }
  if (!isAdmin) return <EmptyState title={t.app.notFound} />;
  return (
    <AdminProvider value={value}>
      <OnlineOnly key={path}>{screenAt(path) ?? <EmptyState title={t.app.notFound} />}</OnlineOnly>
    </AdminProvider>
  );
}

/** A part of its own, as administration is. */
const EventScreens = lazy(() => import("./events/event-screens"));

const detailPath = /^\/admin\/(people|groups|sla)\/([0-9a-f-]{36})$/;

function screenAt(path: string): ReactNode {
  const [, kind, id = ""] = detailPath.exec(path) ?? [];
  if (kind === "people") return <PersonScreen id={id as AccountId} />;
  if (kind === "groups") return <GroupScreen id={id as GroupId} />;
  if (kind === "sla") return <CalendarScreen id={id as CalendarId} />;
  if (/^\/admin\/events(\/|$)/.test(path)) {
    return (
      <Suspense>
        <EventScreens path={path} />
      </Suspense>
    );
  }
  switch (path) {
    case "/admin":
      return <AdminMenu />;
    case "/admin/people":
      return <PeopleScreen />;
    case "/admin/groups":
      return <GroupsScreen />;
    case "/admin/parameters":
      return <ParametersScreen />;
    case "/admin/templates":
      return <TemplatesScreen />;
    case "/admin/blackouts":
      return <BlackoutsScreen />;
    case "/admin/sla":
      return <SlaScreen />;
    case "/admin/history":
      return <HistoryScreen />;
    case "/admin/relations":
      return <RelationsScreen />;
    case "/admin/data":
      return <DataScreen />;
    case "/admin/keys":
      return <KeysScreen />;
    case "/admin/webhooks":
      return <WebhooksScreen />;
    case "/admin/undelivered":
      return <UndeliveredScreen />;
  }
  return null;
}

/** Its texts come with its screens. */
const adminEventsTitle: Readonly<Record<Locale, string>> = { "zh-TW": "事件", en: "Events" };

function AdminMenu() {
  const { t, locale } = useTexts();
  const { a } = useAdmin();
  const [, navigate] = useLocation();
  const rows = [
    ["/admin/people", a.people.title],
    ["/admin/groups", a.groups.title],
    ["/admin/parameters", a.parametersTitle],
    ["/admin/notifications", t.more.matrix],
    ["/admin/sla", slaTexts[locale].title],
    ["/admin/events", adminEventsTitle[locale]],
    ["/admin/templates", a.templates.title],
    ["/admin/blackouts", a.blackouts.title],
    ["/delegates", a.delegates.title],
    ["/admin/undelivered", a.undelivered.title],
    ["/admin/keys", keyTexts[locale].title],
    ["/admin/webhooks", webhookTexts[locale].title],
    ["/admin/relations", relationTexts[locale].title],
    ["/admin/data", dataTexts[locale].title],
    ["/admin/history", a.history.title],
  ] as const;
  return (
    <Screen title={a.title} onBack={() => navigate("/more")}>
      <Section title={a.menu}>
        {rows.map(([href, label]) => (
          <Link key={href} href={href} className={css.row}>
            <span>{label}</span> <Icon name="forward" size={20} />
          </Link>
        ))}
      </Section>
    </Screen>
  );
}

/** Null while another language is fetched; where it cannot be had, zh-TW is better than nothing. */
function useAdminTexts(locale: Locale): AdminMessages | null {
  const [english, setEnglish] = useState<AdminMessages | null>(null);
  useEffect(() => {
    if (locale !== "en") return;
    let current = true;
    import("../../core/messages/admin-en").then(
      ({ adminEn }) => {
        if (current) setEnglish(adminEn);
      },
      () => {
        if (current) setEnglish(adminZhTW);
      },
    );
    return () => {
      current = false;
    };
  }, [locale]);
  return locale === "en" ? english : adminZhTW;
}
