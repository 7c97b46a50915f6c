/** The input of one argument of an action. Every argument a form can show has its input here. */
import type { AccountId } from "../../core/ids";
import { type ActionArgs, type ArgName, textMaxLength } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import {
  changeClosureCodes,
  type Flow,
  holdReasons,
  incidentClosureCodes,
  levels,
  problemResolutions,
} from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { Segmented } from "../ui/segmented";
import { groupOptions, memberOptions } from "./directory-options";
import { TicketPicker, TicketsPicker } from "./ticket-picker";
import { TimeField, WindowFields } from "./time-fields";
import { WindowNotes } from "./window-notes";

interface Props {
  readonly arg: ArgName;
  readonly args: ActionArgs;
  readonly ticket: Ticket;
  readonly required: boolean;
  readonly error: string | null;
  readonly onChange: (patch: ActionArgs) => void;
}

type TextArg =
  | "reason"
  | "notes"
  | "text"
  | "analysis"
  | "rootCause"
  | "workaround"
  | "permanentFix"
  | "scope";
type LongTextArg =
  | TextArg
  | "whyNotEradicated"
  | "riskAssessment"
  | "steps"
  | "rollbackPlan"
  | "conflictReason"
  | "result"
  | "evidence";
type TimeArg = "restoredAt" | "until" | "reviewDate" | "actualStart" | "actualEnd";

/** Null for an argument that no form shows. */
export function ArgField({ arg, args, ticket, required, error, onChange }: Props) {
  const { t } = useTexts();
  const directory = useDirectory();
  const shared = { optional: !required, error };
  switch (arg) {
    case "reason":
    case "notes":
    case "text":
    case "analysis":
    case "rootCause":
    case "workaround":
    case "permanentFix":
    case "whyNotEradicated":
    case "scope":
    case "riskAssessment":
    case "steps":
    case "rollbackPlan":
    case "conflictReason":
    case "result":
    case "evidence":
      return (
        <TextField
          {...shared}
          label={t.arg[arg]}
          value={args[arg] ?? ""}
          lines={3}
          maxLength={textMaxLength}
          onChange={(value) => onChange(textPatch(arg, value))}
        />
      );
    case "restoredAt":
    case "until":
    case "reviewDate":
    case "actualStart":
    case "actualEnd":
      return (
        <TimeField
          {...shared}
          label={t.arg[arg]}
          at={args[arg]}
          onChange={(at) => onChange(timePatch(arg, at))}
        />
      );
    case "window":
      return (
        <>
          <WindowFields
            {...shared}
            window={args.window}
            onChange={(window) => onChange(opt("window", window))}
          />
          {args.window ? (
            <WindowNotes
              ticket={ticket}
              window={args.window}
              implementerId={args.implementerId ?? ticket.holderId}
              onChange={(window) => onChange({ window })}
            />
          ) : null}
        </>
      );
    case "personId":
    case "implementerId":
      return (
        <>
          <Picker
            {...shared}
            label={personLabel(t, arg, ticket.flow)}
            // A plan that was sent back may keep its implementer; whoever hands over must name another.
            options={memberOptions(
              t,
              directory,
              ticket.assignedGroupId,
              arg === "personId" ? ticket.holderId : null,
            )}
            value={(arg === "personId" ? args.personId : args.implementerId) ?? null}
            onChange={(id: AccountId | null) =>
              onChange(arg === "personId" ? { ...opt("personId", id) } : { ...opt("implementerId", id) })
            }
          />
          {arg === "personId" && args.personId && ticket.change?.window ? (
            <WindowNotes
              ticket={ticket}
              window={ticket.change.window}
              implementerId={args.personId}
              onChange={null}
            />
          ) : null}
        </>
      );
    case "groupId":
    case "reviewGroupId":
      return (
        <Picker
          {...shared}
          label={t.arg[arg]}
          options={groupOptions(directory, arg === "groupId" ? ticket.assignedGroupId : null)}
          value={args[arg] ?? null}
          onChange={(id) => onChange(opt(arg, id))}
        />
      );
    case "closureCode":
      return (
        <Picker
          {...shared}
          label={t.arg.closureCode}
          options={(ticket.flow === "incident" ? incidentClosureCodes : changeClosureCodes)
            .filter((code) => code !== "recovered")
            .map((code) => ({ id: code, label: t.closureCode[code] }))}
          value={args.closureCode ?? null}
          onChange={(code) => onChange(opt("closureCode", code))}
        />
      );
    case "holdReason":
      return (
        <Segmented
          label={t.arg.holdReason}
          error={error}
          value={args.holdReason ?? null}
          options={holdReasons.map((reason) => ({ value: reason, label: t.holdReason[reason] }))}
          onChange={(holdReason) => onChange({ holdReason })}
        />
      );
    case "resolution":
      return (
        <Segmented
          label={t.arg.resolution}
          error={error}
          value={args.resolution ?? null}
          options={problemResolutions.map((id) => ({ value: id, label: t.resolution[id] }))}
          onChange={(resolution) => onChange({ resolution })}
        />
      );
    case "risk":
      return (
        <Segmented
          label={t.arg.risk}
          error={error}
          value={args.risk ?? null}
          options={levels.map((level) => ({ value: level, label: t.level[level] }))}
          onChange={(risk) => onChange({ risk })}
        />
      );
    case "duplicateOf":
    case "holdTicketId":
    case "resolutionTicketId":
      return (
        <TicketPicker
          {...shared}
          label={t.arg[arg]}
          flows={linkedFlows(arg, args)}
          except={ticket.id}
          value={args[arg] ?? null}
          onChange={(id) => onChange(opt(arg, id))}
        />
      );
    case "causedIncidentIds":
      return (
        <TicketsPicker
          {...shared}
          label={t.arg.causedIncidentIds}
          flows={["incident"]}
          values={args.causedIncidentIds ?? []}
          onChange={(ids) => onChange({ causedIncidentIds: ids })}
        />
      );
    case "flow":
    case "title":
    case "description":
    case "categoryId":
    case "impact":
    case "urgency":
    case "siteId":
    case "assetIds":
    case "reportedById":
    case "restricted":
    case "linkedIds":
    case "proactive":
    case "problemId":
    case "templateId":
    case "whyUrgent":
    case "from":
    case "choice":
    case "attachments":
      return null;
  }
}

function opt<Key extends ArgName>(key: Key, value: unknown): ActionArgs {
  return { [key]: value ?? undefined } as ActionArgs;
}

function textPatch(arg: LongTextArg, value: string): ActionArgs {
  return { [arg]: value };
}

function timePatch(arg: TimeArg, at: number | null): ActionArgs {
  return opt(arg, at);
}

function personLabel(
  t: ReturnType<typeof useTexts>["t"],
  arg: "personId" | "implementerId",
  flow: Flow,
): string {
  if (arg === "implementerId") return t.arg.implementerId;
  if (flow === "incident") return t.ticket.holder.incident;
  return flow === "problem" ? t.arg.personId : t.ticket.holder.change;
}

/** What a link may point to. */
function linkedFlows(
  arg: "duplicateOf" | "holdTicketId" | "resolutionTicketId",
  args: ActionArgs,
): readonly Flow[] {
  const changes: readonly Flow[] = ["standard", "normal", "emergency"];
  if (arg === "duplicateOf") return ["incident"];
  if (arg === "holdTicketId") return args.holdReason === "change" ? changes : ["problem"];
  return args.resolution === "fixedByChange" ? changes : ["problem"];
}
