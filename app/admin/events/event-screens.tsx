/** 事件 for administrators: a part of its own, as few of them open it often. */
import { useTexts } from "../../locale/locale";
import { EmptyState } from "../../ui/empty-state";
import { EventsMenu } from "./events-menu";
import { RecentScreen } from "./recent-screen";
import { RuleScreen } from "./rule-screen";
import { RulesScreen } from "./rules-screen";
import { SourcesScreen } from "./sources-screen";
import { WindowsScreen } from "./windows-screen";

const rulePath = /^\/admin\/events\/rules\/(new|[0-9a-f-]{36})$/;

export default function EventScreens({ path }: { path: string }) {
  const { t } = useTexts();
  const [, ruleId] = rulePath.exec(path) ?? [];
  if (ruleId !== undefined) return <RuleScreen id={ruleId === "new" ? null : ruleId} />;
  switch (path) {
    case "/admin/events":
      return <EventsMenu />;
    case "/admin/events/sources":
      return <SourcesScreen />;
    case "/admin/events/rules":
      return <RulesScreen />;
    case "/admin/events/windows":
      return <WindowsScreen />;
    case "/admin/events/recent":
      return <RecentScreen />;
  }
  return <EmptyState title={t.app.notFound} />;
}
