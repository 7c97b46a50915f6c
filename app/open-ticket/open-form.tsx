/** The form of a new ticket, saved on the phone before anything else. Its draft survives a killed app. */
import { Fragment, type ReactNode } from "react";
import type { DirectoryView } from "../../client/genba";
import type { ActionId, AssetId, SiteId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { type Flow, priorityOf } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory, useGenba, useSession } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { type ScanTexts, scanTexts } from "../scan/scan-texts";
import { photosOf } from "../tickets/action-fields";
import { fieldProblem } from "../tickets/field-problem";
import { KnownErrorNotes } from "../tickets/known-error-notes";
import { DraftNote, FormFoot, FormPhotos, useTicketForm } from "../tickets/ticket-form";
import { Screen } from "../ui/screen";
import { assetArgs } from "./asset-field";
import { OpenField } from "./open-field";
import css from "./open-form.module.css";
import { emptyNeeds, type OpenKind, openingArgs, openPlan } from "./open-plan";
import { previewGroup } from "./route-preview";
import { SuggestionsOf } from "./suggestions";

const siteKey = "genba-site";
/** Of the form that the home screen's shortcut and what other apps share lead to. */
export const incidentDraftId = "open";

/** An opening that came back. */
export interface Returned {
  readonly id: ActionId;
  readonly ticketId: TicketId;
  readonly args: ActionArgs;
}

/** What was scanned before: an asset of the desk, or the text of a label that is none. */
export type About = { readonly assetId: AssetId } | { readonly label: string };

interface Props {
  readonly kind: OpenKind;
  /** What the form starts with: a thing, or what its label says. */
  readonly about: About | null;
  /** The ticket it is opened about: an incident of the new problem, what the new change fixes. */
  readonly from: TicketId | null;
  readonly returned: Returned | null;
  readonly onSaved: (ticketId: string) => void;
  /** The choice of another kind, and what has to be said first. */
  readonly above: ReactNode;
}

export function OpenForm({ kind, about, from, returned, onSaved, above }: Props) {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const { account } = useSession();
  const directory = useDirectory();
  const draftId = draftIdOf(kind, about, from, returned);
  const draft = useDraft(draftId, null, () => {
    if (returned !== null) return returned.args;
    return { ...initialArgs(kind, from), ...aboutArgs(directory, about, scanTexts[locale]) };
  });
  const form = useTicketForm(draft);
  const { args } = draft;
  const flow: Flow = kind === "change" ? (args.flow ?? "normal") : kind;
  const isStaff = account.role !== "requester";
  const plan = openPlan(flow, isStaff);
  const save = () => {
    const ticketId = returned?.ticketId ?? genba.newTicketId();
    const open = { ...openingArgs(flow, isStaff, args), ...photosOf(args) };
    const again = { kind: "do", steps: [{ type: "open", args: open }] } as const;
    const work = () =>
      returned
        ? genba.choose(returned.id, again, { edited: open, draftId })
        : genba.enqueue({ type: "open", ticketId, args: open }, { draftId });
    const onOpened = () => {
      rememberSite(args.siteId);
      onSaved(ticketId);
    };
    return form.save({ empty: emptyNeeds(flow, args), work, said: t.form.saved, onSaved: onOpened });
  };

  const field = (arg: (typeof plan.main)[number]) => (
    <OpenField
      key={arg}
      arg={arg}
      flow={flow}
      args={args}
      error={fieldProblem(t, form.problem, arg)}
      onChange={form.change}
    />
  );
  const label = kind === "change" ? t.action["change.open"] : t.form.save;
  return (
    <Screen
      title={label}
      side={draft.restored ? <DraftNote draft={draft} place="title" /> : null}
      foot={<FormFoot form={form} label={label} onSave={save} />}
    >
      <div className={css.form}>
        {above}
        {draft.ready ? (
          <>
            {plan.main.map((arg) =>
              arg === "categoryId" && kind === "incident" ? (
                <Fragment key={arg}>
                  {field(arg)}
                  <SuggestionsOf args={args} onChange={form.change} />
                </Fragment>
              ) : (
                field(arg)
              ),
            )}
            <FormPhotos form={form} draftId={draftId} ticketId={null} />
            <Preview args={args} group={previewGroup(directory, { ...args, flow })} />
            {kind === "incident" ? (
              <KnownErrorNotes of={{ categoryId: args.categoryId ?? null, assetIds: args.assetIds ?? [] }} />
            ) : null}
            {plan.more.length > 0 ? (
              <details
                className={css.more}
                open={plan.more.some((arg) => form.problem?.fields.includes(arg))}
              >
                <summary>{t.form.moreFields}</summary>
                {plan.more.map(field)}
              </details>
            ) : null}
          </>
        ) : null}
      </div>
    </Screen>
  );
}

/** What the server will make of it, as far as this phone knows. */
function Preview({ args, group }: { args: ActionArgs; group: string | null }) {
  const { t } = useTexts();
  return (
    <p className={css.preview} aria-live="polite">
      {args.impact && args.urgency ? (
        <>
          {t.form.priority} <b>{priorityOf(args.impact, args.urgency)}</b> ·{" "}
        </>
      ) : null}
      {group === null ? t.form.goesUnknown : t.form.goesTo(group)}
    </p>
  );
}

function draftIdOf(
  kind: OpenKind,
  about: About | null,
  from: TicketId | null,
  returned: Returned | null,
): string {
  if (returned !== null) return `open:${returned.id}`;
  // A form of its own: what is half typed about something else stays where it is.
  if (about !== null) return `open:${kind}:${"assetId" in about ? about.assetId : about.label}`;
  if (from !== null) return `open:${kind}:${from}`;
  return kind === "incident" ? incidentDraftId : `open:${kind}`;
}

function initialArgs(kind: OpenKind, from: TicketId | null): ActionArgs {
  const site = localStorage.getItem(siteKey);
  return {
    ...(kind === "incident" && site !== null ? { siteId: site as SiteId } : {}),
    ...(kind === "change" ? { flow: "normal" } : {}),
    ...(from === null ? {} : { linkedIds: [from] }),
  };
}

function aboutArgs(directory: DirectoryView, about: About | null, { labelSays }: ScanTexts): ActionArgs {
  if (about === null) return {};
  return "assetId" in about ? assetArgs(directory, [about.assetId]) : { description: labelSays(about.label) };
}

/** Most people work at one site: the next ticket starts with it. */
function rememberSite(siteId: SiteId | undefined): void {
  if (siteId !== undefined) localStorage.setItem(siteKey, siteId);
}
