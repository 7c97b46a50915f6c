/** 開單: an incident in twenty seconds, saved on the phone before anything else. Its draft survives a killed app. */
import { useState } from "react";
import type { SiteId } from "../../core/ids";
import { type ActionArgs, type ArgName, textMaxLength, titleMaxLength } from "../../core/sync/protocol";
import { levels, priorityOf } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useDraft } from "../replica/use-draft";
import { assetOptions, categoryOptions, personOptions, siteOptions } from "../tickets/directory-options";
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

export function OpenScreen({ onSaved }: Props) {
  const { t } = useTexts();
  const genba = useGenba();
  const directory = useDirectory();
  const announce = useAnnounce();
  const draft = useDraft(draftId, null, initialTicket);
  const [wrong, setWrong] = useState<readonly ArgName[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const { args } = draft;
  const change = (patch: ActionArgs) => {
    draft.change(patch);
    setWrong((names) => names.filter((name) => !(name in patch)));
    setProblem(null);
  };
  const group = previewGroup(directory, args);
  const errorOf = (arg: ArgName): string | null => (wrong.includes(arg) ? t.form.required : null);
  const levelOptions = levels.map((level) => ({ value: level, label: t.level[level] }));

  const save = async () => {
    const missing = needed.filter((arg) => !args[arg] || String(args[arg]).trim() === "");
    setWrong(missing);
    setProblem(null);
    if (missing.length > 0 || saving) return;
    setSaving(true);
    try {
      const ticketId = genba.newTicketId();
      const said = Object.fromEntries(
        Object.entries(args).filter(([, value]) => value !== undefined && value !== ""),
      );
      const open: ActionArgs = { ...said, flow: "incident", title: args.title?.trim() ?? "" };
      const saved = await genba.enqueue({ type: "open", ticketId, args: open }, { draftId });
      if (saved.kind === "refused") {
        setWrong(saved.outcome.fields);
        setProblem(t.returned[saved.outcome.code]);
        return;
      }
      draft.settle();
      rememberSite(args.siteId);
      announce(t.form.saved);
      onSaved(ticketId);
    } catch {
      setProblem(t.form.failed);
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
          {wrong.length > 0 || problem ? (
            <p role="alert" className={css.alert}>
              {problem ?? t.form.wrongFields(wrong.length)}
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
            onChange={(siteId) => change(maybe("siteId", siteId))}
          />
          <TextField
            label={t.form.description}
            optional
            lines={3}
            value={args.description ?? ""}
            maxLength={textMaxLength}
            onChange={(description) => change({ description })}
          />
          <Picker
            label={t.form.reportedBy}
            optional
            hint={t.form.reportedByHint}
            options={personOptions(directory, genba.accountId)}
            value={args.reportedById ?? null}
            onChange={(id) => change(maybe("reportedById", id))}
          />
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
