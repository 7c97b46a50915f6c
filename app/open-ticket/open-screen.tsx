/** 開單: an incident in twenty seconds, saved on the phone before anything else. Its draft survives a killed app. */
import { useState } from "react";
import { useSearch } from "wouter";
import type { ActionId, SiteId, TicketId } from "../../core/ids";
import { type ActionArgs, type ArgName, textMaxLength, titleMaxLength } from "../../core/sync/protocol";
import { levels, priorityOf } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory, useGenba, useSession } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { useLive } from "../replica/use-live";
import {
  assetOptions,
  categoryOptions,
  groupOptions,
  personOptions,
  siteOptions,
} from "../tickets/directory-options";
import { type FormProblem, fieldProblem, formProblem, withoutField } from "../tickets/field-problem";
import { KnownErrorNotes } from "../tickets/known-error-notes";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Segmented } from "../ui/segmented";
import css from "./open-screen.module.css";
import { previewGroup } from "./route-preview";

const draftId = "open";
const siteKey = "genba-site";
const needed: readonly ArgName[] = ["title", "categoryId", "impact", "urgency"];

interface Props {
  readonly onSaved: (ticketId: string) => void;
}

interface Returned {
  readonly id: ActionId;
  readonly ticketId: TicketId;
  readonly args: ActionArgs;
}

/** `/new?returned=ACTION`: an opening that came back, to be put right and sent again (A5). */
export function OpenScreen({ onSaved }: Props) {
  const genba = useGenba();
  const id = new URLSearchParams(useSearch()).get("returned") as ActionId | null;
  const row = useLive(
    async () => (id === null ? null : ((await genba.db.returned.get(id)) ?? null)),
    [genba, id],
  );
  if (row === undefined) return null;
  const isOpen = row !== null && row.action.type === "open" && row.resolvedBy === null;
  const returned = isOpen ? { id: row.actionId, ticketId: row.ticketId, args: row.action.args } : null;
  return <OpenForm key={returned?.id ?? "new"} returned={returned} onSaved={onSaved} />;
}

function OpenForm({ returned, onSaved }: Props & { readonly returned: Returned | null }) {
  const { t } = useTexts();
  const genba = useGenba();
  const { account } = useSession();
  const directory = useDirectory();
  const announce = useAnnounce();
  const formId = returned === null ? draftId : `${draftId}:${returned.id}`;
  const draft = useDraft(formId, null, () => returned?.args ?? initialTicket());
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [failed, setFailed] = useState(false);
  const [saving, setSaving] = useState(false);
  const { args } = draft;
  const change = (patch: ActionArgs) => {
    draft.change(patch);
    setProblem(withoutField(problem, patch));
    setFailed(false);
  };
  const group = previewGroup(directory, args);
  const errorOf = (arg: ArgName): string | null => fieldProblem(t, problem, arg);
  const levelOptions = levels.map((level) => ({ value: level, label: t.level[level] }));

  const save = async () => {
    const missing = needed.filter((arg) => !args[arg] || String(args[arg]).trim() === "");
    setProblem(missing.length > 0 ? { code: "needs.missing", fields: missing } : null);
    setFailed(false);
    if (missing.length > 0 || saving) return;
    setSaving(true);
    draft.pause();
    try {
      const ticketId = returned?.ticketId ?? genba.newTicketId();
      const said = Object.fromEntries(
        Object.entries(args).filter(([, value]) => value !== undefined && value !== ""),
      );
      const open: ActionArgs = { ...said, flow: "incident", title: args.title?.trim() ?? "" };
      const again = { kind: "do", steps: [{ type: "open", args: open }] } as const;
      const saved = returned
        ? await genba.choose(returned.id, again, { edited: open, draftId: formId })
        : await genba.enqueue({ type: "open", ticketId, args: open }, { draftId: formId });
      if (saved?.kind === "refused") {
        draft.resume();
        setProblem(saved.outcome);
        return;
      }
      rememberSite(args.siteId);
      // Null: it was decided about in another tab.
      announce(saved === null ? t.returned["choice.taken"] : t.form.saved);
      onSaved(ticketId);
    } catch {
      draft.resume();
      setFailed(true);
    } finally {
      setSaving(false);
    }
  };

  return (
    <Screen
      title={t.form.save}
      side={
        draft.restored ? (
          <Button kind="quiet" onClick={draft.clear}>
            {t.form.draft} · {t.form.discardDraft}
          </Button>
        ) : null
      }
      foot={
        <>
          {problem || failed ? (
            <p role="alert" className={css.alert}>
              {problem ? formProblem(t, problem) : t.form.failed}
            </p>
          ) : null}
          <Button kind="main" wide disabled={saving || !draft.ready} onClick={() => void save()}>
            {t.form.save}
          </Button>
        </>
      }
    >
      {draft.ready ? (
        <div className={css.form}>
          <TextField
            label={t.form.title}
            placeholder={t.form.titleHint}
            value={args.title ?? ""}
            maxLength={titleMaxLength}
            error={errorOf("title")}
            onChange={(title) => change({ title })}
          />
          <Picker
            label={t.form.category}
            options={categoryOptions(directory)}
            value={args.categoryId ?? null}
            error={errorOf("categoryId")}
            onChange={(categoryId) => change(maybe("categoryId", categoryId))}
          />
          <div className={css.levels}>
            <Segmented
              label={t.form.impact}
              value={args.impact ?? null}
              options={levelOptions}
              error={errorOf("impact")}
              onChange={(impact) => change({ impact })}
            />
            <Segmented
              label={t.form.urgency}
              value={args.urgency ?? null}
              options={levelOptions}
              error={errorOf("urgency")}
              onChange={(urgency) => change({ urgency })}
            />
          </div>
          <p className={css.preview} aria-live="polite">
            {args.impact && args.urgency ? (
              <>
                {t.form.priority} <b>{priorityOf(args.impact, args.urgency)}</b> ·{" "}
              </>
            ) : null}
            {group === null ? t.form.goesUnknown : t.form.goesTo(group)}
          </p>
          <Picker
            label={t.form.asset}
            optional
            options={assetOptions(directory, args.siteId ?? null)}
            value={args.assetIds?.[0] ?? null}
            error={errorOf("assetIds")}
            onChange={(id) => {
              const site = id ? directory.assets.get(id)?.siteId : undefined;
              change({ ...maybe("assetIds", id ? [id] : null), ...(site ? { siteId: site } : {}) });
            }}
          />
          <KnownErrorNotes of={{ categoryId: args.categoryId ?? null, assetIds: args.assetIds ?? [] }} />
          <Picker
            label={t.form.site}
            optional
            options={siteOptions(directory)}
            value={args.siteId ?? null}
            error={errorOf("siteId")}
            onChange={(siteId) => change(maybe("siteId", siteId))}
          />
          <TextField
            label={t.form.description}
            optional
            lines={3}
            value={args.description ?? ""}
            error={errorOf("description")}
            maxLength={textMaxLength}
            onChange={(description) => change({ description })}
          />
          <Picker
            label={t.form.reportedBy}
            optional
            hint={t.form.reportedByHint}
            options={personOptions(directory, genba.accountId)}
            value={args.reportedById ?? null}
            error={errorOf("reportedById")}
            onChange={(id) => change(maybe("reportedById", id))}
          />
          {account.role === "requester" ? null : (
            <details className={css.more} open={args.groupId !== undefined || args.restricted === true}>
              <summary>{t.form.moreFields}</summary>
              <Picker
                label={t.ticket.assignedGroup.ticket}
                optional
                options={groupOptions(directory, null)}
                value={args.groupId ?? null}
                error={errorOf("groupId")}
                onChange={(id) => change(maybe("groupId", id))}
              />
              <label className={css.check}>
                <input
                  type="checkbox"
                  checked={args.restricted === true}
                  onChange={(event) => change(maybe("restricted", event.target.checked || null))}
                />
                <span>{t.form.restricted}</span>
              </label>
            </details>
          )}
        </div>
      ) : null}
    </Screen>
  );
}

function maybe(key: ArgName, value: unknown): ActionArgs {
  return { [key]: value ?? undefined } as ActionArgs;
}

function initialTicket(): ActionArgs {
  const site = localStorage.getItem(siteKey);
  return site === null ? {} : { siteId: site as SiteId };
}

/** Most people work at one site: the next ticket starts with it. */
function rememberSite(siteId: SiteId | undefined): void {
  if (siteId !== undefined) localStorage.setItem(siteKey, siteId);
}
