import type { SourceRecord } from "../../../core/events/administration";
import { useTexts } from "../../locale/locale";
import { useDirectory } from "../../replica/genba-context";
import { useAdmin } from "../admin-context";
import type { RuleNames } from "./rule-words";

/** What a rule in words is made with. */
export function useRuleNames(sources: readonly SourceRecord[]): RuleNames {
  const { t, locale } = useTexts();
  const { a } = useAdmin();
  const directory = useDirectory();
  return { t, locale, directory, sources, yes: a.history.yes, no: a.history.no, nameLabel: a.name };
}
