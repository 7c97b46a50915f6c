/** The input of one field of a new ticket. */
import { type ActionArgs, type ArgName, textMaxLength, titleMaxLength } from "../../core/sync/protocol";
import { type Flow, levels } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory, useGenba } from "../replica/genba-context";
import {
  categoryOptions,
  groupOptions,
  personOptions,
  siteOptions,
  templateOptions,
} from "../tickets/directory-options";
import { TicketsPicker } from "../tickets/ticket-picker";
import { CheckField } from "../ui/check-field";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { Segmented } from "../ui/segmented";
import { AssetField } from "./asset-field";
import { emptyNeeds, kindOfFlow } from "./open-plan";

interface Props {
  readonly arg: ArgName;
  readonly flow: Flow;
  readonly args: ActionArgs;
  readonly error: string | null;
  readonly onChange: (patch: ActionArgs) => void;
}

const changeFlows = ["standard", "normal", "emergency"] as const;

export function OpenField({ arg, flow, args, error, onChange }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const kind = kindOfFlow(flow);
  // Needed is what an empty form would be refused for.
  const shared = { error, optional: !emptyNeeds(flow, {}).includes(arg) };
  const say = (value: unknown) => onChange({ [arg]: value ?? undefined } as ActionArgs);
  switch (arg) {
    case "flow":
      return (
        <Segmented
          label={t.list.flow}
          value={changeFlows.find((one) => one === flow) ?? null}
          options={changeFlows.map((one) => ({ value: one, label: t.form.changeTypes[one] }))}
          onChange={say}
        />
      );
    case "title":
      return (
        <TextField
          label={t.form.title}
          placeholder={t.form.titleHints[kind]}
          value={args.title ?? ""}
          maxLength={titleMaxLength}
          error={error}
          // 20 seconds begin with the first word; what was begun already is read before it goes on.
          autoFocus={(args.title ?? "") === ""}
          onChange={say}
        />
      );
    case "description":
    case "whyUrgent":
      return (
        <TextField
          {...shared}
          label={arg === "whyUrgent" ? t.arg.whyUrgent : t.form.descriptions[kind]}
          lines={3}
          value={args[arg] ?? ""}
          maxLength={textMaxLength}
          onChange={say}
        />
      );
    case "impact":
    case "urgency":
    case "risk":
      return (
        <Segmented
          label={arg === "risk" ? t.arg.risk : t.form[arg]}
          value={args[arg] ?? null}
          options={levels.map((level) => ({ value: level, label: t.level[level] }))}
          error={error}
          onChange={say}
        />
      );
    case "categoryId":
      return (
        <Picker
          {...shared}
          label={t.form.category}
          options={categoryOptions(directory)}
          value={args.categoryId ?? null}
          onChange={say}
        />
      );
    case "templateId":
      return (
        <Picker
          {...shared}
          label={t.arg.templateId}
          options={templateOptions(directory)}
          value={args.templateId ?? null}
          onChange={say}
        />
      );
    case "assetIds":
      return <AssetField {...shared} args={args} onChange={onChange} />;
    case "siteId":
      return (
        <Picker
          {...shared}
          label={t.form.site}
          options={siteOptions(directory)}
          value={args.siteId ?? null}
          onChange={say}
        />
      );
    case "reportedById":
      return (
        <Picker
          {...shared}
          label={t.form.reportedBy}
          hint={t.form.reportedByHint}
          options={personOptions(directory, genba.accountId)}
          value={args.reportedById ?? null}
          onChange={say}
        />
      );
    case "groupId":
    case "reviewGroupId":
      return (
        <Picker
          {...shared}
          label={groupLabel()}
          options={groupOptions(directory, null)}
          value={args[arg] ?? null}
          onChange={say}
        />
      );
    case "linkedIds":
      return (
        <TicketsPicker
          {...shared}
          label={flow === "problem" ? t.form.incidentsOfProblem : t.form.fixes}
          flows={flow === "problem" ? ["incident"] : ["problem", "incident"]}
          values={args.linkedIds ?? []}
          onChange={say}
        />
      );
    case "proactive":
      return <CheckField label={t.form.proactive} checked={args.proactive === true} onChange={say} />;
    case "restricted":
      return <CheckField label={t.form.restricted} checked={args.restricted === true} onChange={say} />;
    default:
      return null;
  }

  function groupLabel(): string {
    if (arg === "reviewGroupId") return t.arg.reviewGroupId;
    return kind === "change" ? t.ticket.assignedGroup.change : t.ticket.assignedGroup.ticket;
  }
}
