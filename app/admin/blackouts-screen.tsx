/** 凍結期: when no standard or normal change is done. */
import { useState } from "react";
import { useLocation } from "wouter";
import { blackoutDaysMax, nameMax } from "../../core/directory/administration";
import type { Blackout } from "../../core/directory/blackout";
import type { SiteId } from "../../core/ids";
import { useNow, useTexts } from "../locale/locale";
import { fromLocalInput, momentText, toLocalInput } from "../locale/time-text";
import { useDirectory } from "../replica/genba-context";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { MultiPicker } from "../ui/multi-picker";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { CreateButton } from "./create-button";
import { delegationState } from "./delegates-view";
import { FormSheet } from "./form-sheet";
import { Problem } from "./problem";

const dayMs = 86_400_000;

export function BlackoutsScreen() {
  const { a } = useAdmin();
  const { blackouts } = useDirectory();
  const [, navigate] = useLocation();
  const now = useNow();
  const [adding, setAdding] = useState(false);
  // What is over stands last; the rest by its beginning.
  const isOver = ({ until }: Blackout) => Number(until <= now);
  const rows = [...blackouts].sort((one, other) => isOver(one) - isOver(other) || one.from - other.from);
  return (
    <Screen
      title={a.blackouts.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={a.blackouts.create} onOpen={() => setAdding(true)} />}
    >
      <p className={css.why}>{a.blackouts.why}</p>
      {rows.length === 0 ? <EmptyState title={a.blackouts.none} hint={a.blackouts.noneHint} /> : null}
      {rows.length > 0 ? (
        <Section title={a.blackouts.title} count={rows.length}>
          {rows.map((blackout) => (
            <BlackoutRow key={blackout.id} blackout={blackout} />
          ))}
        </Section>
      ) : null}
      {adding ? <NewBlackoutSheet onClose={() => setAdding(false)} /> : null}
    </Screen>
  );
}

function BlackoutRow({ blackout }: { blackout: Blackout }) {
  const { locale, t } = useTexts();
  const { a, admin } = useAdmin();
  const { sites } = useDirectory();
  const now = useNow();
  const saving = useSaving();
  const { id, name, from, until, siteIds } = blackout;
  const state = delegationState(blackout, now);
  const where = siteIds.map((site) => sites.get(site)?.name ?? "…").join(t.app.join);
  return (
    <div>
      <div className={css.member}>
        <span className={css.grow}>
          <span className={css.name}>{name}</span>
          <small className={css.note}>
            {momentText(locale, from, now)} – {momentText(locale, until, now)} ·{" "}
            {where === "" ? a.blackouts.everywhere : where}
          </small>
        </span>
        {state === "later" ? null : <Tag tone={state === "now" ? "wait" : "plain"}>{a.blackouts[state]}</Tag>}
        <button
          type="button"
          className={css.takeOut}
          aria-label={a.blackouts.remove(name)}
          disabled={saving.busy}
          onClick={() => void saving.save(() => admin.removeBlackout(id), a.blackouts.removed)}
        >
          <Icon name="close" size={20} />
        </button>
      </div>
      <Problem error={saving.error} />
    </div>
  );
}

function NewBlackoutSheet({ onClose }: { onClose: () => void }) {
  const { a, admin } = useAdmin();
  const { sites } = useDirectory();
  const [name, setName] = useState("");
  const [from, setFrom] = useState(() => toLocalInput(Date.now() + dayMs));
  const [until, setUntil] = useState(() => toLocalInput(Date.now() + 2 * dayMs));
  const [siteIds, setSiteIds] = useState<readonly SiteId[]>([]);
  const span = spanOf(from, until, Date.now());
  const draft = name.trim() === "" || span === null ? null : { name: name.trim(), ...span, siteIds };
  const options = [...sites.values()].map((site) => ({ id: site.id, label: site.name }));
  return (
    <FormSheet
      title={a.blackouts.create}
      verb={a.add}
      isComplete={draft !== null}
      work={async () => draft && admin.createBlackout(draft)}
      onClose={onClose}
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            value={name}
            maxLength={nameMax}
            error={checked && name.trim() === "" ? a.required : null}
            onChange={setName}
          />
          <TextField label={a.blackouts.from} type="datetime-local" value={from} onChange={setFrom} />
          <TextField
            label={a.blackouts.until}
            type="datetime-local"
            value={until}
            error={checked && span === null ? a.blackouts.dates : null}
            onChange={setUntil}
          />
          <MultiPicker
            label={a.blackouts.sites}
            hint={a.blackouts.sitesHint}
            optional
            options={options.sort((one, other) => one.label.localeCompare(other.label, "zh-TW"))}
            values={siteIds}
            onChange={setSiteIds}
          />
        </>
      )}
    </FormSheet>
  );
}

/** Null when they are none, in the wrong order, over already, or further apart than may be. */
function spanOf(from: string, until: string, now: number) {
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)];
  if (start === null || end === null || end <= start || end <= now) return null;
  return end - start > blackoutDaysMax * dayMs ? null : { from: start, until: end };
}
